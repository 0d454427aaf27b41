package dev.daybreak.cdc;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.TableId;
import dev.daybreak.postgres.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replica identities of tables that have none: once published, such a table would refuse updates
 * and deletes. What is set is first noted where it can be undone. Stateless.
 */
final class ReplicaIdentities {
  /** Kind of the rows in {@code daybreak.addition}. */
  static final String KIND = "replica_identity";

  private static final int LOCK_ATTEMPTS = 30;

  private static final String MISSING =
      """
      SELECT n.nspname, c.relname, c.relreplident = 'd'
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.oid >= 16384
        AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'daybreak')
        AND c.relreplident <> 'f' AND pg_get_replica_identity_index(c.oid) IS NULL
      ORDER BY 1, 2
      """;

  private ReplicaIdentities() {}

  /** Permanent tables without a usable identity. */
  static List<Missing> missing(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MISSING)) {
      List<Missing> missing = new ArrayList<>();
      while (row.next()) {
        missing.add(
            new Missing(new TableId(row.getString(1), row.getString(2)), row.getBoolean(3)));
      }
      return missing;
    }
  }

  /** Notes on {@code notes} how to undo, then sets the identity on {@code from}. */
  static void set(Connection from, Connection notes, Endpoint where, Missing table)
      throws SQLException {
    String sql =
        "INSERT INTO daybreak.addition (kind, object, undo) VALUES (?, ?, ?)"
            + " ON CONFLICT DO NOTHING";
    try (PreparedStatement statement = notes.prepareStatement(sql)) {
      statement.setString(1, KIND);
      statement.setString(2, prefix(where) + table.table());
      statement.setString(3, table.undo());
      statement.executeUpdate();
    }
    alter(from, table.sql());
  }

  /** Undoes on {@code there} what the notes say about that database. */
  static void undo(Connection notes, Connection there, Endpoint where) throws SQLException {
    for (Map.Entry<String, String> note : noted(notes, prefix(where)).entrySet()) {
      undo(there, note.getValue());
      forget(notes, note.getKey());
    }
  }

  /** How to undo, by object, in order. */
  private static Map<String, String> noted(Connection notes, String prefix) throws SQLException {
    String sql =
        "SELECT object, undo FROM daybreak.addition"
            + " WHERE kind = ? AND starts_with(object, ?) ORDER BY object";
    try (PreparedStatement statement = notes.prepareStatement(sql)) {
      statement.setString(1, KIND);
      statement.setString(2, prefix);
      try (ResultSet row = statement.executeQuery()) {
        Map<String, String> undo = new LinkedHashMap<>();
        while (row.next()) {
          undo.put(row.getString(1), row.getString(2));
        }
        return undo;
      }
    }
  }

  private static void undo(Connection there, String sql) throws SQLException {
    try {
      alter(there, sql);
    } catch (SQLException e) {
      if (!SqlStates.UNDEFINED_TABLE.equals(e.getSQLState()) && !"3F000".equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private static void forget(Connection notes, String object) throws SQLException {
    try (PreparedStatement statement =
        notes.prepareStatement("DELETE FROM daybreak.addition WHERE kind = ? AND object = ?")) {
      statement.setString(1, KIND);
      statement.setString(2, object);
      statement.executeUpdate();
    }
  }

  /** Alters with a short lock wait, again and again: a long one would queue the application. */
  private static void alter(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '500ms'");
      int attempt = 1;
      while (!altered(statement, sql, attempt)) {
        attempt++;
      }
    }
  }

  private static boolean altered(Statement statement, String sql, int attempt) throws SQLException {
    try {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      if (attempt >= LOCK_ATTEMPTS || !SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      return false;
    }
  }

  private static String prefix(Endpoint where) {
    return where.host() + ":" + where.port() + "/" + where.database() + " ";
  }

  /**
   * A table without a usable identity.
   *
   * @param byDefault whether its setting is DEFAULT; otherwise it is NOTHING, or an index that is
   *     gone
   */
  record Missing(TableId table, boolean byDefault) {
    String sql() {
      return "ALTER TABLE " + table.sql() + " REPLICA IDENTITY FULL";
    }

    String undo() {
      return "ALTER TABLE "
          + table.sql()
          + " REPLICA IDENTITY "
          + (byDefault ? "DEFAULT" : "NOTHING");
    }
  }
}
