package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.proxy.state.Reading;
import dev.daybreak.proxy.state.Snapshot;
import dev.daybreak.proxy.track.HiddenQuery;
import dev.daybreak.proxy.track.Tracker;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows the state of a session's server connection, and when it does not: any statement may change
 * it, by any function it calls, so whatever is sent makes the last reading worthless. While a
 * switch is prepared it reads the state of sessions that have fallen silent, so that few are left
 * to be read when their clients wait. Used by the session's event loop.
 */
final class StateReader {
  /** A client that has been silent for so long is likely to stay so for the moment. */
  private static final long QUIET_MILLIS = 10;

  private final Session session;
  private final RouteRuntime runtime;
  private final Reading reading = new Reading();
  private boolean fresh;
  private boolean frozen;
  private boolean inspected;
  private boolean hinted;
  private boolean settled;
  private boolean queued;
  private boolean timed;
  private boolean due;
  private boolean inTurn;

  StateReader(Session session, RouteRuntime runtime) {
    this.session = session;
    this.runtime = runtime;
  }

  /** Something has been sent to the server. */
  void touched() {
    fresh = false;
  }

  /** The state as it is; null when it is not known. */
  @Nullable Snapshot known() {
    return fresh ? reading.snapshot() : null;
  }

  /** Whether we have made the server session read-only. */
  boolean frozen() {
    return frozen;
  }

  /** Whether the state has been known at any time since writes are held. */
  boolean inspected() {
    inspected |= fresh;
    return inspected;
  }

  /** Whether nothing is known, and no words hint, that would keep the session from moving. */
  boolean movable() {
    return session.tracker().unmovable().isEmpty();
  }

  /** Whether nothing is left to be prepared of a session that was silent when the order came. */
  boolean settled() {
    return settled;
  }

  /** A newer order has come. */
  void obey(Route route) {
    inspected = false;
    settled = false;
    if (route.state() == RouteState.ARMED) {
      hinted = !session.tracker().unmovable().isEmpty();
    }
  }

  /** Prepares an open session for a switch, if there is one to come. */
  void prepare() {
    RouteState state = session.obeyed().state();
    boolean coming = state == RouteState.ARMED || state == RouteState.DRAINING;
    if (coming && !session.pinned() && !fresh && !queued && !inTurn) {
      readSoon();
    }
    settled |= !queued && !inTurn;
  }

  private void readSoon() {
    boolean idle = session.tracker().idle();
    if (idle && (due || hinted)) {
      due = false;
      read(query -> {});
    } else if (idle && session.loan().silent(TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS))) {
      queued = true;
      runtime.readings().enter(session.loop(), this::turn);
    } else if (!timed) {
      timed = true;
      session
          .loop()
          .schedule(
              () -> {
                timed = false;
                hinted |= !movable();
                session.step();
              },
              QUIET_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  private void turn() {
    queued = false;
    boolean wanted = !session.closed() && !session.held() && !fresh;
    due = wanted && !session.tracker().idle();
    if (wanted && !due) {
      inTurn = true;
      read(query -> leave());
    } else {
      runtime.readings().leave();
    }
    session.step();
  }

  private void leave() {
    if (inTurn) {
      inTurn = false;
      runtime.readings().leave();
    }
  }

  /** The session has ended. */
  void close() {
    leave();
  }

  /**
   * Asks the server for the state; it must be idle.
   *
   * @param done is told when the answer has come; {@link #known} then tells whether it is one
   */
  void read(Consumer<HiddenQuery> done) {
    Tracker tracker = session.tracker();
    if (!tracker.left().isEmpty()) {
      reading.settingsTouched();
      tracker.stateKnown();
    }
    fresh = true;
    session.hidden(
        reading.query(
            tracker.customSettings(),
            frozen,
            (query, understood) -> {
              fresh &= understood;
              if (understood) {
                understood();
              }
              done.accept(query);
            }));
  }

  private void understood() {
    hinted = false;
    session.bulletin().unmovable(last().unmovable());
    session.spare().learn();
    endIfStuck();
  }

  /** Between two transactions only, so that no client has to wonder what became of its last one. */
  private void endIfStuck() {
    RouteState state = session.obeyed().state();
    boolean coming = state == RouteState.ARMED || state == RouteState.DRAINING;
    if (coming
        && !movable()
        && session.tracker().idle()
        && runtime.binding().unmovable().end(session.tracker().unmovable())) {
      String reasons = String.join(", ", last().unmovable());
      session.end(
          "57P01",
          "the database is about to move to another server, which this session cannot because of: "
              + reasons
              + "; connect again");
    }
  }

  /** The server session is read-only now, or no longer. */
  void frozen(boolean now) {
    frozen = now;
  }

  /** What a login that met a fence was found to hold. */
  void found(Snapshot state) {
    reading.snapshot(state);
    frozen = state.fenced();
  }

  /** Ends what {@link Snapshot#FREEZE} began. */
  String thaw() {
    return last().thaw();
  }

  /** What was known last, of a server session that is no more. */
  Snapshot last() {
    return java.util.Objects.requireNonNull(reading.snapshot());
  }

  /** Another server session has taken over. */
  void moved() {
    fresh = false;
    frozen = false;
    reading.settingsTouched();
  }
}
