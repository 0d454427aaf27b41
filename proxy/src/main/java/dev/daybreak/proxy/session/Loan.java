package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.track.HiddenQuery;
import dev.daybreak.proxy.traffic.Meter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The server connection a session began with, and whether another client may have it after this
 * one. Used by the session's event loop.
 */
final class Loan {
  private final Session session;
  private final RouteRuntime runtime;
  private @Nullable ServerRelay relay;
  private final Meter meter;
  private final Instant since = Instant.now();
  private long heardAt = System.nanoTime();

  Loan(Session session, RouteRuntime runtime) {
    this.session = session;
    this.runtime = runtime;
    this.meter = new Meter(runtime.traffic(session.client().user()));
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

  /** Times what the client does. */
  Meter meter() {
    return meter;
  }

  /** When the client was let in. */
  Instant since() {
    return since;
  }

  /** The client has spoken. */
  void heard(int bytes) {
    heardAt = System.nanoTime();
    meter.received(bytes);
  }

  /** Whether the client has been silent between transactions for longer than that. */
  boolean silent(long nanos) {
    return session.tracker().idle() && System.nanoTime() - heardAt > nanos;
  }

  /** Disconnects a client that has been silent between transactions for longer than that. */
  void endIfSilent(long nanos) {
    if (!session.closed() && !session.held() && silent(nanos)) {
      session.end("57P05", "the client was idle for too long (clientIdleSeconds)");
    }
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
