package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import java.util.ArrayList;
import java.util.List;

/** Statements that make what watches others: event triggers and publications. */
final class WatchDdl {
  private WatchDdl() {}

  static void eventTrigger(CatalogObject trigger, Script script) {
    String name = trigger.id().sql();
    String sql =
        "CREATE EVENT TRIGGER "
            + name
            + " ON "
            + quote(trigger.get("event", ""))
            + (trigger.has("tags") ? " WHEN TAG IN (" + trigger.get("tags") + ")" : "")
            + " EXECUTE FUNCTION "
            + trigger.get("function")
            + "()";
    script.add(Stage.EVENT_TRIGGERS, trigger, sql);
    String state = GuardDdl.ENABLED.get(trigger.get("enabled", ""));
    if (state != null) {
      script.add(Stage.EVENT_TRIGGERS, trigger, "ALTER EVENT TRIGGER " + name + " " + state);
    }
  }

  static void publication(CatalogObject publication, Script script) {
    List<String> members = new ArrayList<>();
    if (publication.is("all tables")) {
      members.add("ALL TABLES");
    }
    for (String table : publication.get("tables", "").split("\n")) {
      if (!table.isEmpty()) {
        members.add(CatalogModel.unescaped(table));
      }
    }
    if (publication.has("schemas")) {
      members.add("TABLES IN SCHEMA " + publication.get("schemas"));
    }
    List<String> options = new ArrayList<>();
    options.add("publish = " + literal(publication.get("operations", "")));
    if (publication.is("via root")) {
      options.add("publish_via_partition_root = true");
    }
    if (publication.has("generated columns")) {
      options.add("publish_generated_columns = " + publication.get("generated columns"));
    }
    String sql =
        "CREATE PUBLICATION "
            + publication.id().sql()
            + (members.isEmpty() ? "" : " FOR " + String.join(", ", members))
            + " WITH ("
            + String.join(", ", options)
            + ")";
    script.add(Stage.PUBLICATIONS, publication, sql);
  }
}
