package dev.daybreak.validate.batch;

import dev.daybreak.kernel.AlignedCut;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Read-only sessions inside the cut's two snapshots, lent to one thread at a time and reused.
 * Thread-safe.
 */
final class SnapshotSessions implements AutoCloseable {
  private final Pairing pairing;
  private final AlignedCut cut;
  private final Map<Side, Deque<Connection>> idle = new EnumMap<>(Side.class);
  private final List<Connection> all = new ArrayList<>();

  SnapshotSessions(Pairing pairing, AlignedCut cut) {
    this.pairing = pairing;
    this.cut = cut;
    for (Side side : Side.values()) {
      idle.put(side, new ArrayDeque<>());
    }
  }

  /** What is done with a session. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * Runs the work in a session of the side.
   *
   * @throws SQLException of the work; the session is then thrown away, as its transaction has
   *     failed
   */
  <T> T run(Side side, Work<T> work) throws SQLException {
    Connection connection = lend(side);
    boolean sound = false;
    try {
      T result = work.with(connection);
      sound = true;
      return result;
    } finally {
      giveBack(side, connection, sound);
    }
  }

  @Override
  public synchronized void close() {
    all.forEach(SnapshotSessions::quietly);
    all.clear();
  }

  private Connection lend(Side side) {
    synchronized (this) {
      Connection connection = idle.get(side).poll();
      if (connection != null) {
        return connection;
      }
    }
    Connection opened = open(side);
    synchronized (this) {
      all.add(opened);
    }
    return opened;
  }

  private void giveBack(Side side, Connection connection, boolean sound) {
    if (!sound) {
      quietly(connection);
    }
    synchronized (this) {
      if (sound) {
        idle.get(side).push(connection);
      } else {
        all.remove(connection);
      }
    }
  }

  private Connection open(Side side) {
    Endpoint endpoint = side == Side.SOURCE ? pairing.source() : pairing.target();
    String snapshot = side == Side.SOURCE ? cut.source().snapshot() : cut.targetSnapshot();
    Connection connection = Connections.open(endpoint, "validate", side);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET row_security = off");
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      statement.execute("SET TRANSACTION SNAPSHOT " + Names.literal(snapshot));
      return connection;
    } catch (SQLException e) {
      quietly(connection);
      throw ServerErrors.translate(side, "cannot enter the snapshot of the cut on " + endpoint, e);
    }
  }

  private static void quietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // A session we only read from: nothing depends on how it ends.
    }
  }
}
