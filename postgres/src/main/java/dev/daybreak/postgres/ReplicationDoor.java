package dev.daybreak.postgres;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.SnapshotPoint;
import dev.daybreak.kernel.route.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Replication slots: create, look up, drop. Stateless and thread-safe. */
public final class ReplicationDoor {
  private ReplicationDoor() {}

  /**
   * Creates a logical {@code pgoutput} slot and exports the snapshot that belongs to it.
   *
   * @param temporary whether the slot ends with the session
   * @return the session that holds the snapshot (and a temporary slot); close it to let go
   */
  public static SlotSession createSlot(
      Endpoint endpoint, String slot, boolean temporary, Side side) {
    return createSlot(endpoint, slot, temporary, side, Duration.ZERO);
  }

  /**
   * Creates a slot as above, and gives up when transactions that must end first do not end in time.
   *
   * @param wait longest wait for each open transaction; zero waits for ever
   */
  public static SlotSession createSlot(
      Endpoint endpoint, String slot, boolean temporary, Side side, Duration wait) {
    try {
      Connection connection = Connections.openReplication(endpoint, "slot");
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET lock_timeout = " + wait.toMillis());
        try (ResultSet row =
            statement.executeQuery(
                "CREATE_REPLICATION_SLOT "
                    + Names.quote(slot)
                    + (temporary ? " TEMPORARY" : "")
                    + " LOGICAL pgoutput EXPORT_SNAPSHOT")) {
          row.next();
          Lsn position = Lsn.parse(row.getString("consistent_point"));
          return new SlotSession(
              connection, new SnapshotPoint(row.getString("snapshot_name"), position));
        }
      } catch (SQLException e) {
        Connections.closeAfter(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot create slot " + slot + " on " + endpoint, e);
    }
  }

  /** The slot's confirmed position, or empty when there is no such slot. */
  public static Optional<Lsn> confirmed(Connection connection, String slot) throws SQLException {
    String sql =
        "SELECT confirmed_flush_lsn::text FROM pg_catalog.pg_replication_slots WHERE slot_name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, slot);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.ofNullable(row.getString(1)).map(Lsn::parse)
            : Optional.empty();
      }
    }
  }

  /**
   * Drops a slot if it exists, ending the walsender that still holds it (a predecessor of ours
   * whose connection has not yet been noticed dead).
   */
  public static void dropSlot(Connection connection, String slot) throws SQLException {
    String end =
        "SELECT pg_terminate_backend(active_pid) FROM pg_catalog.pg_replication_slots"
            + " WHERE slot_name = ? AND active_pid IS NOT NULL";
    String drop =
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots"
            + " WHERE slot_name = ?";
    for (int attempt = 0; ; attempt++) {
      try (PreparedStatement first = connection.prepareStatement(end);
          PreparedStatement second = connection.prepareStatement(drop)) {
        first.setString(1, slot);
        first.execute();
        second.setString(1, slot);
        second.execute();
        return;
      } catch (SQLException e) {
        if (attempt >= 50 || !SqlStates.OBJECT_IN_USE.equals(e.getSQLState())) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
