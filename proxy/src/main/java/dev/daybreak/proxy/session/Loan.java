package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.track.HiddenQuery;
import org.jspecify.annotations.Nullable;

/**
 * The server connection a session began with, and whether another client may have it after this
 * one. Used by the session's event loop.
 */
final class Loan {
  private final Session session;
  private final RouteRuntime runtime;
  private @Nullable ServerRelay relay;
  private long heardAt = System.nanoTime();

  Loan(Session session, RouteRuntime runtime) {
    this.session = session;
    this.runtime = runtime;
  }

  /** Lets the connection's bytes flow. */
  void begin(ServerLink link) {
    relay = new ServerRelay(session, link);
    link.attach(relay);
    String name = link.takeName();
    if (name != null) {
      String ascii = name.replaceAll("[^ -~]", "?").replace("\\", "\\\\").replace("'", "''");
      session.hidden(new HiddenQuery("SET application_name = E'" + ascii + "'", query -> {}));
    }
  }

  /** The session has moved: what it has now is its own. */
  void moved() {
    relay = null;
  }

  /** The client has spoken. */
  void heard() {
    heardAt = System.nanoTime();
  }

  /** Whether the client has been silent between transactions for longer than that. */
  boolean silent(long nanos) {
    return session.tracker().idle() && System.nanoTime() - heardAt > nanos;
  }

  /** Gives the present connection back if it can be lent again, else closes it. */
  void end(ServerLink link, boolean atRest) {
    boolean here =
        session.obeyed().state() == RouteState.SERVING
            && session.obeyed().active() == link.side()
            && !session.pinned();
    boolean idle = session.tracker().idle() && !session.tracker().extended();
    if (relay != null && relay.clean()) {
      boolean reusable = atRest && here && idle;
      runtime.pools().giveBack(link, session.client().user(), relay, reusable);
    } else {
      link.terminate();
    }
  }
}
