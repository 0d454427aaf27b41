package dev.daybreak.control.fence;

import java.sql.Connection;
import java.sql.SQLException;

/** The session that holds the lock on every table; closing it lets go. */
public final class HeldFence implements AutoCloseable {
  private static final int PROBE_SECONDS = 2;

  private final Connection connection;

  HeldFence(Connection connection) {
    this.connection = connection;
  }

  /** Whether the lock is still held: must be asked right before the commit point. */
  public boolean stands() {
    try {
      return connection.isValid(PROBE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    DatabaseFence.close(connection);
  }
}
