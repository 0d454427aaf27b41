package dev.daybreak.schema.amend;

import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.stage.ColumnMarks;
import dev.daybreak.kernel.stage.ColumnMarks.Mark;
import dev.daybreak.postgres.MetadataSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Marks of columns, read from the capturing side and kept on the applying side. What ALTER TABLE
 * does to the values of a column that stays, it does by writing all rows to another file, and then
 * it writes the column's definition: its default anew, where it has one, else its row of {@code
 * pg_attribute}. VACUUM FULL and TRUNCATE make another file and leave the definitions alone (but
 * for rows of columns that were added with a default, whose default stays). ANALYZE, freezing and
 * changes of settings make no file. Stateless.
 */
public final class AlteredTables {
  private static final String MARK =
      """
      SELECT n.nspname, c.relname, c.oid::bigint, c.relfilenode::bigint, m.shape, m.writers, %s
      FROM (
        SELECT a.attrelid,
          md5(string_agg(a.attnum || ' ' || a.attname, ',' ORDER BY a.attnum)) AS shape,
          md5(string_agg(coalesce(d.oid::text, a.xmin::text), ',' ORDER BY a.attnum)) AS writers%s
        FROM pg_catalog.pg_attribute a
        LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped
        GROUP BY a.attrelid) m
      JOIN pg_catalog.pg_class c ON c.oid = m.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
      AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname NOT IN ('information_schema', 'daybreak')
      """;

  private static final String LOOK = MARK.formatted("''", "");
  private static final String WHOLE =
      MARK.formatted(
          "m.names", ", json_object_agg(a.attnum, a.attname ORDER BY a.attnum)::text AS names");

  private static final String KEPT =
      "SELECT schema_name, table_name, table_oid, file_node, shape, writers, columns"
          + " FROM daybreak.table_mark";

  private AlteredTables() {}

  /** The marks as they are now. */
  public static ColumnMarks read(Connection database) throws SQLException {
    return new ColumnMarks(marks(database, WHOLE));
  }

  /** Replaces the marks kept. */
  public static void keep(Connection applying, ColumnMarks marks) throws SQLException {
    MetadataSchema.ensure(applying);
    applying.setAutoCommit(false);
    try (Statement statement = applying.createStatement();
        PreparedStatement insert =
            applying.prepareStatement(
                "INSERT INTO daybreak.table_mark"
                    + " (schema_name, table_name, table_oid, file_node, shape, writers, columns)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      statement.execute("DELETE FROM daybreak.table_mark");
      for (Map.Entry<TableId, Mark> entry : marks.byTable().entrySet()) {
        insert.setString(1, entry.getKey().schema());
        insert.setString(2, entry.getKey().name());
        insert.setLong(3, entry.getValue().tableOid());
        insert.setLong(4, entry.getValue().fileNode());
        insert.setString(5, entry.getValue().shape());
        insert.setString(6, entry.getValue().writers());
        insert.setString(7, entry.getValue().columns());
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
   * Tables that are marked otherwise than was kept, or at which the stream stopped; those that are
   * new or gone are not among them.
   */
  public static Altered find(Connection capturing, Connection applying) throws SQLException {
    if (!isKept(applying)) {
      return Altered.NONE;
    }
    Map<TableId, Mark> now = marks(capturing, LOOK);
    List<TableId> altered = new ArrayList<>(stopped(applying));
    List<TableId> certain = new ArrayList<>(altered);
    marks(applying, KEPT)
        .forEach(
            (table, kept) -> {
              Mark mark = now.getOrDefault(table, kept);
              if (mark.isOther(kept)) {
                certain.add(table);
              }
              if (mark.isAlteredSince(kept)) {
                altered.add(table);
              }
            });
    altered.removeIf(table -> !now.containsKey(table));
    return new Altered(altered, certain);
  }

  static boolean isKept(Connection applying) throws SQLException {
    try (Statement statement = applying.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT to_regclass('daybreak.table_mark') IS NOT NULL")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static List<TableId> stopped(Connection applying) throws SQLException {
    try (Statement statement = applying.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT schema_name, table_name FROM daybreak.table_mark WHERE stopped")) {
      List<TableId> stopped = new ArrayList<>();
      while (row.next()) {
        stopped.add(new TableId(row.getString(1), row.getString(2)));
      }
      return stopped;
    }
  }

  /** The marks that are kept, with the columns' names. */
  static Map<TableId, Mark> kept(Connection applying) throws SQLException {
    return marks(applying, KEPT);
  }

  private static Map<TableId, Mark> marks(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Map<TableId, Mark> marks = new HashMap<>();
      while (row.next()) {
        marks.put(
            new TableId(row.getString(1), row.getString(2)),
            new Mark(
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getString(7)));
      }
      return marks;
    }
  }
}
