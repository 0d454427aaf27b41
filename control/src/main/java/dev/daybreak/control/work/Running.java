package dev.daybreak.control.work;

import dev.daybreak.control.fence.HeldFence;
import dev.daybreak.control.fence.PoisedFence;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.SchemaStage.Sequences;
import dev.daybreak.kernel.stage.ValidateStage.Witness;
import org.jspecify.annotations.Nullable;

/**
 * What a worker holds in memory for one migration: stream, live validator, fence, sessions for
 * sequences. All of it can be lost at any instant. Used by the driver's threads one after the
 * other.
 */
final class Running implements AutoCloseable {
  private volatile @Nullable ChangeStream stream;
  private volatile @Nullable Witness witness;
  private volatile @Nullable HeldFence fence;
  private volatile @Nullable PoisedFence poised;
  private volatile @Nullable Sequences sequences;
  private volatile Lsn sentinel = Lsn.ZERO;

  @Nullable ChangeStream stream() {
    return stream;
  }

  void stream(ChangeStream next) {
    stream = next;
  }

  @Nullable Witness witness() {
    return witness;
  }

  void witness(Witness next) {
    witness = next;
  }

  @Nullable HeldFence fence() {
    return fence;
  }

  void fence(HeldFence next) {
    fence = next;
  }

  @Nullable PoisedFence poised() {
    return poised;
  }

  void poised(PoisedFence next) {
    closePoised();
    poised = next;
  }

  @Nullable Sequences sequences() {
    return sequences;
  }

  void sequences(Sequences next) {
    closeSequences();
    sequences = next;
  }

  void closeSequences() {
    Sequences old = sequences;
    sequences = null;
    if (old != null) {
      old.close();
    }
  }

  private void closePoised() {
    PoisedFence old = poised;
    poised = null;
    if (old != null) {
      old.close();
    }
  }

  Lsn sentinel() {
    return sentinel;
  }

  void sentinel(Lsn position) {
    sentinel = position;
  }

  /** Whether stream or live validator have ended by themselves; the reason. */
  @Nullable MigrationException broken() {
    ChangeStream running = stream;
    return running == null ? null : running.failure().orElse(null);
  }

  void closeFence() {
    closeSequences();
    closePoised();
    HeldFence held = fence;
    fence = null;
    if (held != null) {
      held.close();
    }
  }

  /** Closes stream and live validator; slots stay. */
  void closeStreams() {
    Witness watching = witness;
    witness = null;
    if (watching != null) {
      watching.close();
    }
    ChangeStream streaming = stream;
    stream = null;
    if (streaming != null) {
      streaming.close();
    }
  }

  @Override
  public void close() {
    closeStreams();
    closeFence();
  }
}
