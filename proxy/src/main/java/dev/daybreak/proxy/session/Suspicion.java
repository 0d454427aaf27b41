package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.track.Unit;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the one unit in flight, so that a write which a fenced server refuses can be sent again
 * elsewhere, should the store know a newer route. Only small units, alone in flight and outside a
 * transaction, of whose reply the client has seen nothing.
 */
final class Suspicion {
  private static final int BYTES_MAX = 16 << 10;

  private final Session session;
  private final RouteRuntime runtime;
  private @Nullable ByteBuf unit;
  private boolean answered;

  Suspicion(Session session, RouteRuntime runtime) {
    this.session = session;
    this.runtime = runtime;
  }

  void remember(@Nullable ByteBuf in, int at, int end) {
    if (unit != null) {
      unit.release();
      unit = null;
    }
    if (in != null && at >= 0 && end - at <= BYTES_MAX) {
      unit = in.retainedSlice(at, end - at);
      answered = false;
    }
  }

  void answered() {
    answered = true;
  }

  boolean mayReplay() {
    Tracker tracker = session.tracker();
    return unit != null
        && !answered
        && !tracker.inTransaction()
        && tracker.awaited() == 1
        && !tracker.hiding();
  }

  Unit takeUnit() {
    ByteBuf taken = java.util.Objects.requireNonNull(unit);
    unit = null;
    return Unit.of(taken);
  }

  /** Asks the store, off the event loop, whether there is a newer order; the session is told. */
  void ask(Route obeyed) {
    runtime.ask(obeyed, newer -> session.loop().execute(() -> session.suspicionAnswered(newer)));
  }

  void close() {
    remember(null, 0, 0);
  }
}
