package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.ObjectId;

/**
 * Statements that make wrappers, servers and user mappings. Options that may hold a secret are not
 * part of the model and so never of a statement.
 */
final class ForeignDdl {
  private ForeignDdl() {}

  static void wrapper(Stage stage, CatalogObject wrapper, Script script) {
    String sql =
        "CREATE "
            + wrapper.id().kind().keyword()
            + " "
            + wrapper.id().sql()
            + (wrapper.has("handler") ? " HANDLER " + wrapper.get("handler") : "")
            + (wrapper.has("validator") ? " VALIDATOR " + wrapper.get("validator") : "")
            + options(wrapper);
    script.add(stage, wrapper, sql);
  }

  static void server(Stage stage, CatalogObject server, Script script) {
    String sql =
        "CREATE SERVER "
            + server.id().sql()
            + (server.has("type") ? " TYPE " + literal(server.get("type", "")) : "")
            + (server.has("version") ? " VERSION " + literal(server.get("version", "")) : "")
            + " FOREIGN DATA WRAPPER "
            + quote(server.get("wrapper", ""))
            + options(server);
    script.add(stage, server, sql);
  }

  static void mapping(Stage stage, CatalogObject mapping, Script script) {
    script.add(stage, mapping, "CREATE " + reference(mapping.id()) + options(mapping));
  }

  /** {@code USER MAPPING FOR "u" SERVER "s"}. */
  static String reference(ObjectId mapping) {
    String user = Grant.who(mapping.args());
    return "USER MAPPING FOR " + user + " SERVER " + quote(mapping.name());
  }

  /** What a foreign table has and a table has not, with a leading blank. */
  static String place(CatalogObject table) {
    return " SERVER " + quote(table.get("server", "")) + options(table);
  }

  private static String options(CatalogObject object) {
    return object.has("options") ? " OPTIONS (" + object.get("options") + ")" : "";
  }
}
