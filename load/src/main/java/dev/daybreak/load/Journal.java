package dev.daybreak.load;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.postgres.Emptying;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * What is copied, on the target, in the same transactions as the rows. Every method works on the
 * given connection in its open transaction. Stateless.
 */
final class Journal {
  private Journal() {}

  /** The tables begun so far. */
  static Map<TableId, Entry> read(Connection target) throws SQLException {
    String sql =
        "SELECT schema_name, table_name, done, row_count, byte_count FROM daybreak.load_table";
    try (Statement statement = target.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Map<TableId, Entry> entries = new HashMap<>();
      while (row.next()) {
        entries.put(
            new TableId(row.getString(1), row.getString(2)),
            new Entry(row.getBoolean(3), row.getLong(4), row.getLong(5)));
      }
      return entries;
    }
  }

  /**
   * Begins a table under a snapshot. What an interrupted run left in it goes; anything else in it
   * is not ours.
   *
   * @param again whether an earlier run began it
   * @throws MigrationException TARGET_NOT_EMPTY
   */
  static void begin(Connection target, TablePlan table, boolean again, Lsn snapshot)
      throws SQLException {
    TableId id = table.id();
    if (again || table.extension()) {
      empty(target, id);
    } else if (hasRows(target, id)) {
      throw new MigrationException(
          ErrorCode.TARGET_NOT_EMPTY,
          "table " + id + " on the target holds rows that no load put there",
          "Empty the target, or name another one.");
    }
    update(
        target,
        "DELETE FROM daybreak.load_chunk WHERE schema_name = ? AND table_name = ?",
        id.schema(),
        id.name());
    update(
        target,
        """
        INSERT INTO daybreak.load_table (schema_name, table_name, snapshot_position, done)
        VALUES (?, ?, ?::pg_lsn, false)
        ON CONFLICT (schema_name, table_name) DO UPDATE
        SET snapshot_position = excluded.snapshot_position, done = false,
          row_count = 0, byte_count = 0
        """,
        id.schema(),
        id.name(),
        snapshot.text());
  }

  /** A chunk is in. */
  static void chunk(Connection target, Chunk chunk, Lsn snapshot, Copied copied)
      throws SQLException {
    update(
        target,
        """
        INSERT INTO daybreak.load_chunk (schema_name, table_name, chunk, lower_bound, upper_bound,
          snapshot_position, row_count, byte_count)
        VALUES (?, ?, ?::int, ?, ?, ?::pg_lsn, ?::bigint, ?::bigint)
        """,
        chunk.table().id().schema(),
        chunk.table().id().name(),
        Integer.toString(chunk.number()),
        chunk.lower(),
        chunk.upper(),
        snapshot.text(),
        Long.toString(copied.rows()),
        Long.toString(copied.bytes()));
  }

  /** All chunks of a table are in: its sums are those of its chunks. */
  static void done(Connection target, TableId id, int chunks) throws SQLException {
    int changed =
        update(
            target,
            """
            UPDATE daybreak.load_table t
            SET done = true, row_count = c.row_count, byte_count = c.byte_count
            FROM (SELECT count(*) AS chunks, sum(row_count) AS row_count,
                         sum(byte_count) AS byte_count
                  FROM daybreak.load_chunk WHERE schema_name = ? AND table_name = ?) c
            WHERE t.schema_name = ? AND t.table_name = ? AND c.chunks = ?::bigint
            """,
            id.schema(),
            id.name(),
            id.schema(),
            id.name(),
            Integer.toString(chunks));
    if (changed != 1) {
      throw MigrationException.bug("the chunks of " + id + " are not all in the journal");
    }
  }

  private static void empty(Connection target, TableId id) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute("DO $daybreak$ BEGIN " + Emptying.statements(id) + " END $daybreak$");
    }
  }

  private static boolean hasRows(Connection target, TableId id) throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT EXISTS (SELECT FROM ONLY " + id.sql() + ")")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static int update(Connection target, String sql, String... values) throws SQLException {
    try (PreparedStatement statement = target.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Where a table stands. */
  record Entry(boolean done, long rows, long bytes) {}

  /** What a chunk brought. */
  record Copied(long rows, long bytes) {}
}
