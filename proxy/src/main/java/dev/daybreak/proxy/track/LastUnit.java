package dev.daybreak.proxy.track;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the one unit in flight, so that a write which a fenced server refuses can be sent again
 * elsewhere. Only small units, alone in flight and outside a transaction, of whose reply the client
 * has seen nothing. Used by the event loop.
 */
public final class LastUnit {
  private static final int BYTES_MAX = 16 << 10;

  private @Nullable ByteBuf unit;
  private boolean answered;

  /** Keeps the unit just sent; forgets all when there is none that can be kept. */
  public void remember(@Nullable ByteBuf in, int at, int end) {
    if (unit != null) {
      unit.release();
      unit = null;
    }
    if (in != null && at >= 0 && end - at <= BYTES_MAX) {
      unit = in.retainedSlice(at, end - at);
      answered = false;
    }
  }

  /** The client has seen something of its reply. */
  public void answered() {
    answered = true;
  }

  /** Whether it may be sent again. */
  public boolean mayReplay(Tracker tracker) {
    return unit != null
        && !answered
        && !tracker.inTransaction()
        && tracker.awaited() == 1
        && !tracker.extended()
        && !tracker.hiding();
  }

  /** Gives it away; there must be one. */
  public Unit take() {
    ByteBuf taken = java.util.Objects.requireNonNull(unit);
    unit = null;
    return Unit.of(taken);
  }

  public void forget() {
    remember(null, 0, 0);
  }
}
