package dev.daybreak.schema.plan;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;

/** Statements that make dictionaries and configurations of the text search. */
final class TextSearchDdl {
  private TextSearchDdl() {}

  static void dictionary(Stage stage, CatalogObject dictionary, Script script) {
    String options = dictionary.has("options") ? ", " + dictionary.get("options") : "";
    String name = "CREATE TEXT SEARCH DICTIONARY " + dictionary.id().sql();
    String template = " (TEMPLATE = " + dictionary.get("template") + options + ")";
    script.add(stage, dictionary, name + template);
  }

  static void configuration(Stage stage, CatalogObject configuration, Script script) {
    String name = "TEXT SEARCH CONFIGURATION " + configuration.id().sql();
    String parser = " (PARSER = " + configuration.get("parser") + ")";
    script.add(stage, configuration, "CREATE " + name + parser);
    for (String line : configuration.get("mappings", "").split("\n")) {
      if (!line.isEmpty()) {
        String mapping = CatalogModel.unescaped(line);
        script.add(stage, configuration, "ALTER " + name + " ADD MAPPING FOR " + mapping);
      }
    }
  }
}
