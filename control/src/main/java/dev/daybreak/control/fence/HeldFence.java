package dev.daybreak.control.fence;

import java.sql.Connection;

/** The session that holds the lock on every table; closing it lets go. */
public final class HeldFence implements AutoCloseable {
  private final Connection connection;

  HeldFence(Connection connection) {
    this.connection = connection;
  }

  /** Whether the lock is still held: must be asked right before the commit point. */
  public boolean stands() {
    return DatabaseFence.answers(connection);
  }

  @Override
  public void close() {
    DatabaseFence.close(connection);
  }
}
