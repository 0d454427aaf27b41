package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.AlignedCut;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.MigrationException;
import java.time.Duration;
import java.util.Optional;

/** A running change stream. Thread-safe. Closing it leaves slot and positions for a restart. */
public interface ChangeStream extends AutoCloseable {
  StreamStatus status();

  /** Why the stream ended, when it did. */
  Optional<MigrationException> failure();

  /**
   * Writes a transactional logical message on the capturing side.
   *
   * @return the position just past its commit record: once everything before that is applied, so is
   *     all that was committed before the sentinel was written
   */
  Lsn sentinel();

  /**
   * Waits until everything committed before the position is durably applied.
   *
   * @throws MigrationException STALLED when the budget passes, or the stream's own failure
   */
  void awaitApplied(Lsn position, Duration budget);

  /**
   * Brings both sides to the same history for a moment and exports a snapshot of each; the stream
   * then goes on.
   *
   * @return open until closed; close it soon: it holds back vacuum on both sides
   */
  HeldCut align(Duration budget);

  @Override
  void close();

  /** An aligned cut whose snapshots live until it is closed. */
  interface HeldCut extends AutoCloseable {
    AlignedCut cut();

    @Override
    void close();
  }
}
