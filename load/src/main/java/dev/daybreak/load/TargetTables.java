package dev.daybreak.load;

import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Checks that the target can take what the source sends. Stateless. */
final class TargetTables {
  private static final String COLUMNS =
      """
      SELECT a.attname FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          AND a.attgenerated = ''
      WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'r'
      """;

  private static final String SIGNATURES =
      """
      SELECT n.nspname, c.relname,
             string_agg(a.attname || ' ' || a.atttypid, ',' ORDER BY a.attname)
      FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          AND a.attgenerated = ''
      WHERE c.relkind = 'r' AND c.oid >= 16384
      GROUP BY 1, 2
      """;

  private static final String WRITABLE =
      """
      SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.oid >= 16384
        AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'DELETE')
      """;

  private TargetTables() {}

  /** The tables that the login may empty and fill. */
  static Set<TableId> writable(Connection target) throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet row = statement.executeQuery(WRITABLE)) {
      Set<TableId> tables = new HashSet<>();
      while (row.next()) {
        tables.add(new TableId(row.getString(1), row.getString(2)));
      }
      return tables;
    }
  }

  /**
   * Names and types of each table's columns, in a form that compares with the source's where all
   * types are the servers' own: a column that was given another type takes text only.
   */
  static Map<TableId, String> signatures(Connection target) throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet row = statement.executeQuery(SIGNATURES)) {
      Map<TableId, String> signatures = new HashMap<>();
      while (row.next()) {
        signatures.put(new TableId(row.getString(1), row.getString(2)), row.getString(3));
      }
      return signatures;
    }
  }

  /**
   * Compares the columns that will be copied. An extension's table may have more of them in the
   * target's version: rows get what they have by default.
   *
   * @throws MigrationException SOURCE_TABLE_ADDED, SOURCE_DDL_CHANGED
   */
  static void check(Connection target, TablePlan table) throws SQLException {
    List<String> there = columns(target, table);
    for (String column : table.columns()) {
      if (!there.remove(column)) {
        throw changed(table.id(), column);
      }
    }
    if (!there.isEmpty() && !table.extension()) {
      throw changed(table.id(), there.get(0));
    }
  }

  private static List<String> columns(Connection target, TablePlan table) throws SQLException {
    try (PreparedStatement statement = target.prepareStatement(COLUMNS)) {
      statement.setString(1, table.id().schema());
      statement.setString(2, table.id().name());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw added(table);
        }
        List<String> columns = new ArrayList<>();
        do {
          columns.add(row.getString(1));
        } while (row.next());
        columns.removeIf(Objects::isNull);
        return columns;
      }
    }
  }

  private static MigrationException added(TablePlan table) {
    return new MigrationException(
        ErrorCode.SOURCE_TABLE_ADDED,
        "table " + table.id() + " is not on the target",
        table.extension()
            ? "It belongs to an extension that does not bring it there: ALTER EXTENSION ... DROP"
                + " TABLE on the source, then abort and start anew."
            : "It was created after the schema was copied: abort and start anew.");
  }

  private static MigrationException changed(TableId table, String column) {
    return new MigrationException(
        ErrorCode.SOURCE_DDL_CHANGED,
        "column " + column + " of table " + table + " is not the same on both sides",
        "It was changed after the schema was copied: abort and start anew.");
  }
}
