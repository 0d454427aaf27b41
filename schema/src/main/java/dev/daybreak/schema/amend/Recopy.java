package dev.daybreak.schema.amend;

import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.TableId;
import dev.daybreak.postgres.Emptying;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.Stage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The tables whose rows have to be copied again, because a change of their columns did something to
 * rows that neither a statement on the target nor the change stream can repeat: values were
 * computed, a type was converted, a column took another's name. Pure.
 */
final class Recopy {
  /** Kinds that keep a column's type from being changed, and hold nothing of their own. */
  private static final Set<Kind> HINDERING =
      Set.of(
          Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.RULE, Kind.POLICY, Kind.TRIGGER, Kind.STATISTICS);

  private final CatalogModel promised;
  private final CatalogModel found;
  private final Map<ObjectId, Change> changes;
  private final Set<ObjectId> tables = new TreeSet<>();
  private final Set<ObjectId> reshaped = new TreeSet<>();

  /**
   * @param changes what differs, by object
   * @param altered tables that were altered; those of them in which nothing differs were altered
   *     without a trace in the schema
   */
  Recopy(
      CatalogModel promised, CatalogModel found, Map<ObjectId, Change> changes, Altered altered) {
    this.promised = promised;
    this.found = found;
    this.changes = changes;
    changes.values().stream().filter(this::concernsRows).forEach(this::choose);
    ids(altered.certain()).forEach(tables::add);
    ids(altered.tables())
        .filter(table -> changes.keySet().stream().noneMatch(id -> shows(id, table)))
        .forEach(tables::add);
    addHeirs(tables);
    addHeirs(reshaped);
  }

  private Stream<ObjectId> ids(List<TableId> some) {
    return some.stream()
        .map(id -> ObjectId.of(Kind.TABLE, id.schema(), id.name()))
        .filter(this::stays);
  }

  private void choose(Change change) {
    ObjectId table = tableOf(change);
    tables.add(table);
    if (isConverted(change)) {
      reshaped.add(table);
    }
  }

  private boolean concernsRows(Change change) {
    if (change.object().id().kind() != Kind.COLUMN || !stays(tableOf(change))) {
      return false;
    }
    if (change.isNew()) {
      return !ColumnChange.isSafe(promised, change.object()) || mayBeRenamed(change);
    }
    return !change.isDropped() && isConverted(change);
  }

  /** A column that came while another of its table went. */
  private boolean mayBeRenamed(Change change) {
    ObjectId table = tableOf(change);
    return changes.values().stream()
        .anyMatch(other -> other.isDropped() && isColumnOf(other.object().id(), table));
  }

  private static boolean isConverted(Change change) {
    return !change.isNew()
        && !change.isDropped()
        && change.attributes().contains("TYPE")
        && !Widening.isSafe(
            change.there() == null ? "" : change.there().get("type", ""),
            change.object().get("type", ""));
  }

  private static ObjectId tableOf(Change change) {
    ObjectId column = change.object().id();
    return ObjectId.of(Kind.TABLE, column.schema(), column.parent());
  }

  private static boolean isColumnOf(ObjectId id, ObjectId table) {
    return id.kind() == Kind.COLUMN
        && id.schema().equals(table.schema())
        && id.parent().equals(table.name());
  }

  /** Whether what differs may be why a column of the table was altered. */
  private static boolean shows(ObjectId id, ObjectId table) {
    return id.equals(table)
        || isColumnOf(id, table)
        || id.kind() == Kind.DEFAULT && isColumnOf(id.as(Kind.COLUMN), table);
  }

  private boolean stays(ObjectId table) {
    return promised.get(table) != null && found.get(table) != null;
  }

  /** Rows of a table with partitions or heirs are in those. */
  private void addHeirs(Set<ObjectId> some) {
    boolean grown = !some.isEmpty();
    while (grown) {
      grown = false;
      for (CatalogObject table : found.of(Kind.TABLE)) {
        if (found.parentsOf(table).stream().anyMatch(some::contains) && stays(table.id())) {
          grown |= some.add(table.id());
        }
      }
    }
  }

  /** Whether the object belongs to a table that is copied again. */
  boolean holds(ObjectId part) {
    return tables.contains(ObjectId.of(Kind.TABLE, part.schema(), part.parent()));
  }

  /** What is in the way of changing types: dropped before, and made anew afterwards. */
  Set<ObjectId> hindrances() {
    Set<ObjectId> all = new LinkedHashSet<>();
    for (CatalogObject object : found.objects()) {
      boolean key = object.id().kind() == Kind.CONSTRAINT && "f".equals(object.get("type"));
      if ((key || HINDERING.contains(object.id().kind())) && touchesReshaped(object.id())) {
        all.add(object.id());
      }
    }
    return all;
  }

  private boolean touchesReshaped(ObjectId id) {
    return !reshaped.isEmpty()
        && (isPartOfReshaped(id)
            || found.dependencies(id).stream().anyMatch(this::isPartOfReshaped));
  }

  private boolean isPartOfReshaped(ObjectId id) {
    CatalogObject index = id.kind() == Kind.INDEX ? found.get(id) : null;
    String table = index == null ? id.parent() : index.get("table", "");
    return reshaped.contains(id) || reshaped.contains(ObjectId.of(Kind.TABLE, id.schema(), table));
  }

  /** Empties the tables; until they are copied again the load's journal has them as not done. */
  List<PlannedStatement> emptying() {
    List<PlannedStatement> statements = new ArrayList<>();
    for (ObjectId table : tables) {
      CatalogObject there = found.get(table);
      if (there != null && !there.has("partition key")) {
        statements.add(new PlannedStatement(Stage.OBJECTS, table, emptying(table), 0));
      }
    }
    return statements;
  }

  private static String emptying(ObjectId table) {
    return """
        DO $daybreak$ BEGIN
          INSERT INTO daybreak.load_table (schema_name, table_name, snapshot_position, done)
          VALUES (%s, %s, '0/0', false)
          ON CONFLICT (schema_name, table_name) DO UPDATE SET done = false;
          PERFORM pg_catalog.set_config('session_replication_role', 'replica', true);
          %s
        END $daybreak$"""
        .formatted(
            Names.literal(table.schema()),
            Names.literal(table.name()),
            Emptying.statements(new TableId(table.schema(), table.name())));
  }
}
