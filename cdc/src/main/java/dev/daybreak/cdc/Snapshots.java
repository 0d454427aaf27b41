package dev.daybreak.cdc;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.LoadStage.HeldSnapshot;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.ReplicationDoor;
import dev.daybreak.postgres.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Makes slots, and says in our words why one cannot be made. Stateless. */
final class Snapshots {
  private static final int SUFFIX_LENGTH = 6;

  private Snapshots() {}

  /** A temporary slot's snapshot. */
  static HeldSnapshot open(StreamSpec spec, Duration wait) {
    String suffix = UUID.randomUUID().toString().substring(0, SUFFIX_LENGTH);
    return create(spec, spec.channel() + "_s" + suffix, true, wait);
  }

  /** The stream's own slot, with its snapshot. */
  static HeldSnapshot permanent(StreamSpec spec, Duration wait) {
    return create(spec, spec.channel(), false, wait);
  }

  private static HeldSnapshot create(
      StreamSpec spec, String slot, boolean temporary, Duration wait) {
    try {
      return ReplicationDoor.createSlot(spec.from(), slot, temporary, Side.SOURCE, wait);
    } catch (MigrationException e) {
      String state =
          e.getCause() instanceof SQLException cause ? String.valueOf(cause.getSQLState()) : "";
      throw switch (state) {
        case SqlStates.CONFIGURATION_LIMIT, SqlStates.OBJECT_NOT_IN_STATE, "53300" ->
            new MigrationException(
                ErrorCode.SOURCE_NO_FREE_SLOT,
                "no replication slot is free on " + spec.from() + ": " + e.getMessage(),
                "Raise max_replication_slots and max_wal_senders, or drop a slot nobody reads.",
                e);
        case SqlStates.LOCK_NOT_AVAILABLE ->
            new MigrationException(
                ErrorCode.TIMED_OUT,
                "a transaction on "
                    + spec.from()
                    + " stays open, so slot "
                    + slot
                    + " cannot be made",
                "End the oldest transaction in pg_stat_activity (xact_start), then try again.",
                e);
        default -> e;
      };
    }
  }
}
