package dev.daybreak.schema.amend;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.plan.DependencyOrder;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.References;
import dev.daybreak.schema.plan.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Drops from a target what it shall not hold any more, what needs others first. Pure. */
final class Removal {
  private final CatalogModel found;
  private final String database;
  private final List<ObjectId> order;

  Removal(CatalogModel found, String database) {
    this.found = found;
    this.database = database;
    List<ObjectId> sorted = new ArrayList<>(new DependencyOrder(found).sorted());
    Collections.reverse(sorted);
    this.order = sorted;
  }

  /** What holds no rows: those of a partitioned table first, which take the partitions' along. */
  List<PlannedStatement> first(Set<ObjectId> ids) {
    List<PlannedStatement> statements = new ArrayList<>();
    order.stream()
        .filter(ids::contains)
        .sorted(Comparator.comparingInt(this::depth))
        .forEach(id -> drop(id, statements));
    return statements;
  }

  /**
   * Indexes of tables that will go make room for those that take their names: a table that was
   * renamed keeps its indexes' names, and the old one stays until the stream is past it.
   */
  List<PlannedStatement> aside(Set<ObjectId> going, CatalogModel promised) {
    List<PlannedStatement> statements = new ArrayList<>();
    for (CatalogObject index : found.of(Kind.INDEX)) {
      ObjectId id = index.id();
      ObjectId table = ObjectId.of(Kind.TABLE, id.schema(), index.get("table", ""));
      if (going.contains(table) && promised.get(id) != null) {
        String name = "daybreak_gone_" + Integer.toHexString(id.toString().hashCode());
        String sql = "ALTER INDEX IF EXISTS " + id.sql() + " RENAME TO " + quote(name);
        statements.add(new PlannedStatement(Stage.OBJECTS, id, sql, 0));
      }
    }
    return statements;
  }

  /** Tables, columns and what they rested on. */
  List<PlannedStatement> last(Set<ObjectId> ids) {
    List<PlannedStatement> statements = new ArrayList<>();
    order.stream().filter(ids::contains).forEach(id -> drop(id, statements));
    return statements;
  }

  private int depth(ObjectId id) {
    CatalogObject object = found.get(id);
    String name = id.kind() == Kind.INDEX && object != null ? object.get("table", "") : id.parent();
    CatalogObject table = found.get(ObjectId.of(Kind.TABLE, id.schema(), name));
    int depth = 0;
    while (table != null && table.has("partition bound")) {
      depth++;
      table = found.get(found.parentsOf(table).get(0));
    }
    return depth;
  }

  private void drop(ObjectId id, List<PlannedStatement> statements) {
    CatalogObject object = found.get(id);
    if (object == null || goesWithAnother(object)) {
      return;
    }
    statements.add(new PlannedStatement(Stage.OBJECTS, id, sql(object), 0));
  }

  private static boolean goesWithAnother(CatalogObject object) {
    return switch (object.id().kind()) {
      case INDEX -> object.has("constraint") || object.has("attached to");
      case SEQUENCE -> object.is("identity");
      case TRIGGER -> object.is("cloned");
      default -> false;
    };
  }

  private String sql(CatalogObject object) {
    ObjectId id = object.id();
    String table = "ALTER TABLE IF EXISTS " + id.parentSql();
    return switch (id.kind()) {
      case COLUMN -> table + " DROP COLUMN IF EXISTS " + quote(id.name());
      case DEFAULT -> table + " ALTER COLUMN " + quote(id.name()) + " DROP DEFAULT";
      case CONSTRAINT -> table + " DROP CONSTRAINT IF EXISTS " + quote(id.name());
      case DOMAIN_CONSTRAINT ->
          "ALTER DOMAIN " + id.parentSql() + " DROP CONSTRAINT IF EXISTS " + quote(id.name());
      default -> {
        String keyword = id.kind().keyword();
        String name = References.of(object, database).substring(keyword.length());
        yield "DROP " + keyword + " IF EXISTS" + name;
      }
    };
  }
}
