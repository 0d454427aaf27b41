package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.AlignedCut;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.LiveStatus;
import java.time.Duration;

/** Proves that both sides are equal. Shares no reader, decoder or type mapping with the mover. */
public interface ValidateStage {
  /** Dumps both sides under the cut's snapshots and joins them out of band. */
  BatchVerdict batch(Pairing pairing, AlignedCut cut, Progress progress);

  /**
   * Makes the applying side readable by a tap. Needs a brief exclusive lock on tables without a
   * key, so call it while nothing is applied there. Idempotent.
   */
  void publish(StreamSpec spec);

  /**
   * Makes the tap on the capturing side ahead of {@link #watch}, so that no change after this is
   * missed. Call it while no client writes there. Idempotent.
   */
  void prepare(StreamSpec spec);

  /**
   * Starts comparing the two change streams through taps of its own.
   *
   * @param spec the stream whose work is watched
   */
  Witness watch(StreamSpec spec);

  /** Removes the slots of the taps of this stream, on both sides; idempotent. */
  void dismantle(StreamSpec spec);

  /** A running live validator. Closing it leaves its slots. Thread-safe. */
  interface Witness extends AutoCloseable {
    LiveStatus status();

    /**
     * Position on the source since which every change is watched: a batch at a cut at or after it
     * leaves no gap.
     */
    Lsn watchedSince();

    /**
     * Waits until every source transaction before the position is matched on the target.
     *
     * @throws dev.daybreak.kernel.error.MigrationException STALLED when the budget passes
     *     undecided, DATA_DIFFERS on a mismatch
     */
    LiveStatus drainTo(Lsn position, Duration budget);

    @Override
    void close();
  }
}
