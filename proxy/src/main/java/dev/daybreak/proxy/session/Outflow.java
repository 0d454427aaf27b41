package dev.daybreak.proxy.session;

import dev.daybreak.proxy.track.Unit;
import dev.daybreak.proxy.track.Withheld;

/** Sends what was parked on to the server, in order. Used by the session's event loop. */
final class Outflow {
  private final Session session;
  private final RouteRuntime runtime;
  private final Withheld withheld;

  Outflow(Session session, RouteRuntime runtime, Withheld withheld) {
    this.session = session;
    this.runtime = runtime;
    this.withheld = withheld;
  }

  /** Sends the oldest unit; true when the next may be looked at. */
  boolean forward(boolean withhold) {
    Unit unit = session.parking().poll();
    if (unit == null) {
      return false;
    }
    if (unit.terminates()) {
      unit.release();
      session.clientGone(true);
      return false;
    }
    runtime.measures().released(unit.arrivedAt(), withhold);
    send(unit);
    if (withhold) {
      withheld.begin(unit);
    } else {
      unit.release();
    }
    session.flushServer();
    session.throttle();
    return !session.tracker().awaiting();
  }

  private void send(Unit unit) {
    unit.send(session.tracker(), session::toServer);
  }

  /** Sends every whole unit. */
  void everything() {
    while (session.parking().peek() != null && !session.closed()) {
      forward(false);
    }
  }

  /** Sends the beginning of a unit whose rest will pass by itself. */
  void incomplete() {
    Unit arriving = session.parking().pollArriving();
    send(arriving);
    arriving.release();
    session.flushServer();
    session.throttle();
  }
}
