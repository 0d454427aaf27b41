package dev.daybreak.postgres;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A session that listens on one channel. For one thread. */
public final class Notifications implements AutoCloseable {
  private final Connection connection;
  private final PGConnection session;

  private Notifications(Connection connection) throws SQLException {
    this.connection = connection;
    this.session = connection.unwrap(PGConnection.class);
  }

  /** Connects and listens. */
  public static Notifications listen(Endpoint endpoint, String channel) throws SQLException {
    Connection connection = Connections.open(endpoint, "listen " + channel);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + Names.quote(channel));
      return new Notifications(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Waits for a notification, at most so long; the payloads that came, in order. */
  public List<String> await(Duration budget) throws SQLException {
    PGNotification[] came = session.getNotifications(Math.max(1, (int) budget.toMillis()));
    return came == null ? List.of() : Stream.of(came).map(PGNotification::getParameter).toList();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
