package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import java.util.ArrayList;
import java.util.List;

/** Statements that make views and materialized views. */
final class ViewDdl {
  private ViewDdl() {}

  static void create(Stage stage, CatalogObject view, Script script) {
    script.add(stage, view, create(view, "CREATE "));
  }

  /** The statement that creates a view, beginning with the words given. */
  static String create(CatalogObject view, String create) {
    boolean stored = view.id().kind() == Kind.MATERIALIZED_VIEW;
    StringBuilder sql = new StringBuilder(create);
    sql.append(view.id().kind().keyword()).append(' ').append(view.id().sql());
    if (view.has("access method")) {
      sql.append(" USING ").append(quote(view.get("access method", "")));
    }
    if (view.has("options")) {
      sql.append(" WITH (").append(view.get("options")).append(")");
    }
    sql.append(" AS\n").append(body(view)).append(stored ? "\nWITH NO DATA" : "");
    return sql.toString();
  }

  /** A view with its columns only: the rest comes by {@link #complete}. */
  static void placeholder(Stage stage, CatalogObject view, CatalogModel model, Script script) {
    List<String> columns = new ArrayList<>();
    for (CatalogObject column : model.children(view.id(), Kind.COLUMN)) {
      String collation = column.has("collation") ? " COLLATE " + column.get("collation") : "";
      String value = "CAST(NULL AS " + column.get("type") + ")" + collation;
      columns.add(value + " AS " + quote(column.id().name()));
    }
    String sql = "CREATE VIEW " + view.id().sql() + " AS\nSELECT " + String.join(",\n  ", columns);
    script.add(stage, view, sql);
  }

  /** The whole view in place of the first. */
  static void complete(Stage stage, CatalogObject view, Script script) {
    script.add(stage, view, create(view, "CREATE OR REPLACE "));
  }

  /** Fills a materialized view that holds rows on the source. */
  static void refresh(CatalogObject view, Script script) {
    if (view.fact("populated").equals("t")) {
      String sql = "REFRESH MATERIALIZED VIEW " + view.id().sql();
      script.add(Stage.REFRESH, view, sql);
    }
  }

  private static String body(CatalogObject view) {
    String text = view.get("definition", "").stripTrailing();
    return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
  }
}
