package dev.daybreak.schema.amend;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.Planner;
import dev.daybreak.schema.plan.Stage;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be done to the columns of a table that holds rows. Pure. */
final class ColumnChange {
  /** A literal means the same whenever it is evaluated. */
  private static final Pattern CONSTANT =
      Pattern.compile(
          "(?:-?[0-9.]+|\\(-?[0-9.]+\\)|true|false|NULL|'(?:[^'\\\\]|'')*')"
              + "(?:::[a-z0-9_ \"(),.]+(?:\\[\\])?)?");

  private static final Set<String> IMPLIED = Set.of("POSITION", "NOT-NULL-NAME", "NOT-NULL-OWN");

  private final CatalogModel promised;
  private final CatalogModel found;
  private final Set<ObjectId> changed;

  /**
   * @param changed the objects that differ
   */
  ColumnChange(CatalogModel promised, CatalogModel found, Set<ObjectId> changed) {
    this.promised = promised;
    this.found = found;
    this.changed = changed;
  }

  /**
   * Whether rows that are there get from ADD COLUMN what they got on the source: NULL, a constant,
   * or what the server computes of their other columns.
   */
  static boolean isSafe(CatalogModel promised, CatalogObject column) {
    if (column.has("generated")) {
      return true;
    }
    String expression = expression(promised, column);
    return !column.has("identity")
        && (expression.isEmpty() ? !column.is("not null") : CONSTANT.matcher(expression).matches());
  }

  private static String expression(CatalogModel promised, CatalogObject column) {
    CatalogObject value = promised.get(column.id().as(Kind.DEFAULT));
    return value == null ? "" : value.get("expression", "");
  }

  /** A new column, in a table that keeps its rows or has been emptied. */
  void add(CatalogObject column, List<PlannedStatement> opening) {
    ObjectId id = column.id();
    if (followsParent(promised, id)) {
      return;
    }
    String expression = expression(promised, column);
    boolean constant = CONSTANT.matcher(expression).matches();
    String value = constant && !column.has("generated") ? " DEFAULT " + expression : "";
    String sql = "ALTER TABLE " + id.parentSql() + " ADD COLUMN ";
    add(opening, id, sql + Planner.column(promised, column) + value);
  }

  /** A column that will go must not refuse rows that lack it. */
  void beforeDrop(CatalogObject column, List<PlannedStatement> opening) {
    boolean value = found.get(column.id().as(Kind.DEFAULT)) != null;
    boolean filled = value || column.has("generated") || column.has("identity");
    if (column.is("not null") && !filled && !followsParent(found, column.id())) {
      add(opening, column.id(), alter(column.id()) + " DROP NOT NULL");
    }
  }

  /** Another type for a column of a table that has been emptied. */
  void convert(CatalogObject column, List<PlannedStatement> opening) {
    ObjectId id = column.id();
    if (followsParent(promised, id)) {
      return;
    }
    if (found.get(id.as(Kind.DEFAULT)) != null && !column.has("generated")) {
      add(opening, id, alter(id) + " DROP DEFAULT");
    }
    String collation = column.has("collation") ? " COLLATE " + column.get("collation") : "";
    String using = column.has("generated") ? "" : " USING NULL";
    add(opening, id, alter(id) + " TYPE " + column.get("type") + collation + using);
  }

  /** One changed attribute. */
  void alter(
      Change change,
      String attribute,
      List<PlannedStatement> opening,
      List<PlannedStatement> closing,
      List<String> refused) {
    CatalogObject column = change.object();
    ObjectId id = column.id();
    String before = change.there() == null ? "" : change.there().get("type", "");
    String after = column.get("type", "");
    if (IMPLIED.contains(attribute) || followsParent(promised, id)) {
      return;
    }
    if (attribute.equals("NOT-NULL")) {
      boolean more = column.is("not null");
      add(more ? closing : opening, id, alter(id) + (more ? " SET" : " DROP") + " NOT NULL");
    } else if (attribute.equals("TYPE") && Widening.isSafe(before, after)) {
      add(opening, id, alter(id) + " TYPE " + after);
    } else {
      refused.add(change.findings().get(0).object() + ": " + change.findings().get(0).detail());
    }
  }

  private static String alter(ObjectId id) {
    return "ALTER TABLE " + id.parentSql() + " ALTER COLUMN " + quote(id.name());
  }

  /** Whether a parent's column changes too, and takes this one along. */
  private boolean followsParent(CatalogModel model, ObjectId id) {
    CatalogObject table = model.get(ObjectId.of(Kind.TABLE, id.schema(), id.parent()));
    return table != null
        && model.parentsOf(table).stream()
            .map(parent -> ObjectId.in(Kind.COLUMN, parent.schema(), parent.name(), id.name()))
            .anyMatch(changed::contains);
  }

  private static void add(List<PlannedStatement> to, ObjectId id, String sql) {
    to.add(new PlannedStatement(Stage.OBJECTS, id, sql, 0));
  }
}
