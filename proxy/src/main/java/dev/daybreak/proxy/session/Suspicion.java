package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.proxy.track.LastUnit;
import dev.daybreak.proxy.track.Unit;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A session's doubt whether a write that a fenced server refused belongs elsewhere. */
final class Suspicion {
  private final Session session;
  private final RouteRuntime runtime;
  private final LastUnit last = new LastUnit();

  Suspicion(Session session, RouteRuntime runtime) {
    this.session = session;
    this.runtime = runtime;
  }

  void remember(@Nullable ByteBuf in, int at, int end) {
    last.remember(in, at, end);
  }

  void answered() {
    last.answered();
  }

  boolean mayReplay() {
    return last.mayReplay(session.tracker());
  }

  Unit takeUnit() {
    return last.take();
  }

  /** Asks the store, off the event loop, whether there is a newer order; the session is told. */
  void ask(Route obeyed) {
    runtime.ask(obeyed, newer -> session.loop().execute(() -> session.suspicionAnswered(newer)));
  }

  void close() {
    last.forget();
  }
}
