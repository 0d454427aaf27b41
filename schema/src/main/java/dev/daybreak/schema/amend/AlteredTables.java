package dev.daybreak.schema.amend;

import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.stage.ColumnMarks;
import dev.daybreak.postgres.MetadataSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Marks of columns, read from the capturing side and kept on the applying side. A mark is made of
 * which transaction last wrote each column's row of {@code pg_attribute}: every form of ALTER TABLE
 * that concerns a column's values writes it, and neither ANALYZE nor VACUUM does (VACUUM FULL may,
 * which then costs a look at rows that are equal). Freezing leaves it as it is (PostgreSQL manual,
 * section 24.1.5). Stateless.
 */
public final class AlteredTables {
  private static final String MARKS =
      """
      SELECT n.nspname, c.relname,
        md5(string_agg(a.attnum || ' ' || a.xmin, ',' ORDER BY a.attnum))
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND c.oid >= 16384
      AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'daybreak')
      GROUP BY 1, 2
      """;

  private static final String KEPT =
      "SELECT schema_name, table_name, mark FROM daybreak.column_mark";

  private AlteredTables() {}

  /** The marks as they are now. */
  public static ColumnMarks read(Connection database) throws SQLException {
    return new ColumnMarks(marks(database, MARKS));
  }

  /** Replaces the marks kept. */
  public static void keep(Connection applying, ColumnMarks marks) throws SQLException {
    MetadataSchema.ensure(applying);
    applying.setAutoCommit(false);
    try (Statement statement = applying.createStatement();
        PreparedStatement insert =
            applying.prepareStatement("INSERT INTO daybreak.column_mark VALUES (?, ?, ?)")) {
      statement.execute("DELETE FROM daybreak.column_mark");
      for (Map.Entry<TableId, String> entry : marks.byTable().entrySet()) {
        insert.setString(1, entry.getKey().schema());
        insert.setString(2, entry.getKey().name());
        insert.setString(3, entry.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
      applying.commit();
    } finally {
      applying.rollback();
      applying.setAutoCommit(true);
    }
  }

  /**
   * Tables that are marked otherwise than was kept; those that are new or gone are not among them.
   */
  public static List<TableId> find(Connection capturing, Connection applying) throws SQLException {
    if (!isKept(applying)) {
      return List.of();
    }
    Map<TableId, String> now = marks(capturing, MARKS);
    return marks(applying, KEPT).entrySet().stream()
        .filter(kept -> !now.getOrDefault(kept.getKey(), kept.getValue()).equals(kept.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static boolean isKept(Connection applying) throws SQLException {
    try (Statement statement = applying.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT to_regclass('daybreak.column_mark') IS NOT NULL")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static Map<TableId, String> marks(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Map<TableId, String> marks = new HashMap<>();
      while (row.next()) {
        marks.put(new TableId(row.getString(1), row.getString(2)), row.getString(3));
      }
      return marks;
    }
  }
}
