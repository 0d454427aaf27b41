package dev.daybreak.load;

import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.SnapshotPoint;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A worker's two sessions: the source under the exported snapshot, the target with triggers and
 * foreign keys off. For one thread, except {@link #abort}.
 */
record Sessions(Connection source, Connection target) implements AutoCloseable {
  static Sessions open(Pairing pairing, SnapshotPoint point) {
    Connection source = source(pairing, point);
    try {
      return new Sessions(source, target(pairing));
    } catch (RuntimeException e) {
      close(source);
      throw e;
    }
  }

  private static Connection source(Pairing pairing, SnapshotPoint point) {
    Connection connection = Connections.open(pairing.source(), "load", Side.SOURCE);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET row_security = off");
      connection.setAutoCommit(false);
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      statement.execute("SET TRANSACTION SNAPSHOT " + Names.literal(point.snapshot()));
      return connection;
    } catch (SQLException e) {
      close(connection);
      throw ServerErrors.translate(
          Side.SOURCE, "cannot read " + pairing.source() + " under its snapshot", e);
    }
  }

  /** A session that writes tables on the target. */
  static Connection target(Pairing pairing) {
    Connection connection = Connections.open(pairing.target(), "load", Side.TARGET);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET session_replication_role = replica");
      statement.execute(
          "SELECT set_config('synchronous_commit', 'on', false)"
              + " WHERE current_setting('synchronous_commit') = 'off'");
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      close(connection);
      throw ServerErrors.translate(Side.TARGET, "cannot write to " + pairing.target(), e);
    }
  }

  /** Ends both sessions at once, whatever they do. From any thread. */
  void abort() {
    abort(source);
    abort(target);
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // it is gone either way
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // it is gone either way
    }
  }

  @Override
  public void close() {
    close(source);
    close(target);
  }
}
