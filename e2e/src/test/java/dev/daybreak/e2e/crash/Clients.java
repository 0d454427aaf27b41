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
  private static final int PATIENCE_SECONDS = 10;

  private Clients() {}

  /**
   * Whether an application's plain login may change a row now. The change is taken back.
   *
   * @param database with the application's login
   */
  static boolean mayWrite(Endpoint database) {
    Properties login = new Properties();
    login.setProperty("user", database.user());
    login.setProperty("password", database.password().reveal());
    String url =
        "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database();
    try (Connection connection = DriverManager.getConnection(url, login)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(PATIENCE_SECONDS);
        int rows =
            statement.executeUpdate(
                "UPDATE shop.accounts SET balance = balance"
                    + " WHERE id = (SELECT min(id) FROM shop.accounts)");
        return rows == 1 || failed("changed " + rows + " rows");
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      return !REFUSALS.contains(e.getSQLState()) && failed(e.getSQLState() + " " + e.getMessage());
    }
  }

  private static boolean failed(String what) {
    throw new AssertionError("an application's write neither worked nor was refused: " + what);
  }
}
