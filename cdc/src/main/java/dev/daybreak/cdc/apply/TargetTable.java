package dev.daybreak.cdc.apply;

import dev.daybreak.cdc.read.Decoder;
import dev.daybreak.cdc.read.TypeName;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.change.Column;
import dev.daybreak.kernel.change.Relation;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table of the target as one announced relation addresses it: its columns in the order of the
 * stream's rows, and by which of them a row is found.
 *
 * @param id the table
 * @param columns one for each column of the relation
 * @param key positions of the columns that find a row; empty: by all of them
 */
record TargetTable(TableId id, List<TargetColumn> columns, Set<Integer> key) {
  private static final long FIRST_USER_OID = 16_384;

  /**
   * Compares a relation's columns with those of the table it is named after.
   *
   * @param oid of that table on the target
   * @throws MigrationException SOURCE_DDL_CHANGED
   */
  static TargetTable resolve(Connection connection, long oid, Relation relation, Decoder types)
      throws SQLException {
    TableId id = relation.table();
    Map<String, TargetColumn> there = TargetCatalog.columns(connection, oid);
    List<TargetColumn> columns = new ArrayList<>();
    for (Column column : relation.columns()) {
      TargetColumn match = there.remove(column.name());
      if (match == null || match.generated() || !sameType(column, match, types)) {
        throw changed(id, column.name());
      }
      columns.add(match);
    }
    for (TargetColumn rest : there.values()) {
      if (!rest.fillsItself()) {
        throw changed(id, rest.name());
      }
    }
    return new TargetTable(id, List.copyOf(columns), key(connection, oid, relation));
  }

  /**
   * A column that has become narrower had its rows rewritten, which the stream does not show.
   *
   * @throws MigrationException SOURCE_DDL_CHANGED
   */
  static void refuseNarrowing(Relation earlier, Relation now) {
    for (Column column : now.columns()) {
      for (Column before : earlier.columns()) {
        if (before.name().equals(column.name())
            && !KindredTypes.grows(
                before.typeOid(), before.typmod(), column.typeOid(), column.typmod())) {
          throw changed(now.table(), column.name());
        }
      }
    }
  }

  private static boolean sameType(Column column, TargetColumn match, Decoder types) {
    long oid = Integer.toUnsignedLong(column.typeOid());
    if (KindredTypes.are(oid, column.typmod(), match.typeOid(), match.typmod())) {
      return true;
    }
    if (column.typmod() != match.typmod()) {
      return false;
    }
    if (oid < FIRST_USER_OID) {
      return oid == match.typeOid();
    }
    return types.type(column.typeOid()).map(type -> sameName(type, match.base())).orElse(true);
  }

  private static boolean sameName(TypeName announced, TypeName base) {
    String schema = announced.schema().isEmpty() ? "pg_catalog" : announced.schema();
    boolean arrays = announced.name().startsWith("_") && base.name().startsWith("_");
    return schema.equals(base.schema()) && (arrays || announced.name().equals(base.name()));
  }

  private static MigrationException changed(TableId table, String column) {
    return new MigrationException(
        ErrorCode.SOURCE_DDL_CHANGED,
        "column " + column + " of table " + table + " is not the same on both sides",
        "It was changed while the migration ran: resume with --accept-ddl, which copies the table"
            + " again, or abort and start anew.");
  }

  private static Set<Integer> key(Connection connection, long oid, Relation relation)
      throws SQLException {
    Set<Integer> key = new LinkedHashSet<>();
    List<Column> columns = relation.columns();
    boolean announced =
        switch (relation.identity()) {
          case DEFAULT, INDEX -> true;
          case FULL, NOTHING -> false;
        };
    List<String> unique = announced ? List.of() : TargetCatalog.key(connection, oid);
    for (int i = 0; i < columns.size(); i++) {
      if (announced ? columns.get(i).key() : unique.contains(columns.get(i).name())) {
        key.add(i);
      }
    }
    return announced || key.size() == unique.size() ? key : Set.of();
  }
}
