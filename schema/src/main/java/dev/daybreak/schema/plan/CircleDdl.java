package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import java.util.ArrayList;
import java.util.List;

/** Statements for an object that stands in a circle: first without its content, then with it. */
final class CircleDdl {
  private CircleDdl() {}

  /** The object with its columns or arguments only. */
  static void placeholder(Stage stage, CatalogObject object, CatalogModel model, Script script) {
    if (object.id().kind() == Kind.VIEW) {
      script.add(
          stage, object, "CREATE VIEW " + object.id().sql() + " AS\n" + empty(object, model));
    } else {
      String definition = object.get("definition", "").stripTrailing();
      String body = object.fact("sql body");
      String head = definition.substring(0, definition.length() - body.length());
      script.add(stage, object, head + "AS 'SELECT NULL'");
    }
  }

  private static String empty(CatalogObject view, CatalogModel model) {
    List<String> columns = new ArrayList<>();
    for (CatalogObject column : model.children(view.id(), Kind.COLUMN)) {
      String collation = column.has("collation") ? " COLLATE " + column.get("collation") : "";
      String value = "CAST(NULL AS " + column.get("type") + ")" + collation;
      columns.add(value + " AS " + quote(column.id().name()));
    }
    return "SELECT " + String.join(",\n  ", columns);
  }

  /** The whole object in place of the first. */
  static void complete(Stage stage, CatalogObject object, Script script) {
    boolean view = object.id().kind() == Kind.VIEW;
    String sql = view ? ViewDdl.create(object, "CREATE OR REPLACE ") : object.get("definition", "");
    script.add(stage, object, sql);
  }
}
