package dev.daybreak.postgres;

import dev.daybreak.kernel.ServerVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Small facts about a server. */
public final class ServerFacts {
  private ServerFacts() {}

  public static ServerVersion version(Connection connection) throws SQLException {
    return new ServerVersion(Integer.parseInt(setting(connection, "server_version_num")));
  }

  /** A setting's present value. */
  public static String setting(Connection connection, String name) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT pg_catalog.current_setting(?)")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** The end of the log written so far. Not a snapshot point: visibility order is not log order. */
  public static dev.daybreak.kernel.Lsn currentLsn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_wal_lsn()::text")) {
      row.next();
      return dev.daybreak.kernel.Lsn.parse(row.getString(1));
    }
  }
}
