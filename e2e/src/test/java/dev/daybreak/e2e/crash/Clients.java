package dev.daybreak.e2e.crash;

import dev.daybreak.kernel.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;

/** Asks a server itself, past every proxy, whether it takes a client's writes. */
final class Clients {
  private static final Set<String> REFUSALS = Set.of("25006", "42501", "28000");
  private static final String CHANGE =
      "UPDATE shop.accounts SET balance = balance"
          + " WHERE id = (SELECT min(id) FROM shop.accounts)";
  private static final int PATIENCE_SECONDS = 10;

  private Clients() {}

  /**
   * Whether an application's plain login may change a row now. The change is taken back.
   *
   * @param database with the application's login
   */
  static boolean mayWrite(Endpoint database) {
    try (Connection connection = login(database)) {
      return mayWrite(connection);
    } catch (SQLException e) {
      return !REFUSALS.contains(e.getSQLState()) && failed(e.getSQLState() + " " + e.getMessage());
    }
  }

  /** A plain login of an application, past every proxy. */
  static Connection login(Endpoint database) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", database.user());
    login.setProperty("password", database.password().reveal());
    String url =
        "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database();
    return DriverManager.getConnection(url, login);
  }

  private static boolean mayWrite(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(PATIENCE_SECONDS);
      int rows = statement.executeUpdate(CHANGE);
      return rows == 1 || failed("changed " + rows + " rows");
    } finally {
      connection.rollback();
    }
  }

  /** Whether a session that was opened earlier may change a row; one that was ended may not. */
  static boolean mayStillWrite(Connection session) {
    try {
      return mayWrite(session);
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean failed(String what) {
    throw new AssertionError("an application's write neither worked nor was refused: " + what);
  }
}
