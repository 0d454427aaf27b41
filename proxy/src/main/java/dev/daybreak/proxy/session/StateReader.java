package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.proxy.state.Snapshot;
import dev.daybreak.proxy.track.HiddenQuery;
import java.util.concurrent.TimeUnit;
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
  private @Nullable Snapshot snapshot;
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
    return fresh ? snapshot : null;
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

  /** Whether words hinted at state that cannot move, and the server has not been asked yet. */
  boolean hinted() {
    return hinted;
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
      read("", query -> {});
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
      read("", query -> leave());
    } else {
      runtime.readings().leave();
    }
    session.step();
  }

  private void leave() {
    inTurn = false;
    runtime.readings().leave();
  }

  /** The session has ended. */
  void close() {
    if (inTurn) {
      leave();
    }
  }

  /**
   * Asks the server for the state; it must be idle.
   *
   * @param also what to do after that, in the same query; empty for nothing
   * @param done is told when the answer has been understood, or refused
   */
  void read(String also, java.util.function.Consumer<HiddenQuery> done) {
    fresh = true;
    String sql = Snapshot.query(session.tracker().customSettings());
    boolean ours = frozen;
    session.hidden(
        new HiddenQuery(
            also.isEmpty() ? sql : sql + "; " + also,
            query -> {
              if (query.error().isEmpty()) {
                understood(Snapshot.of(query.rows), ours);
              } else {
                fresh = false;
              }
              done.accept(query);
            }));
  }

  private void understood(Snapshot read, boolean ours) {
    Snapshot before = snapshot;
    // Our own reading-only hides what the client had.
    hinted = false;
    snapshot = ours && before != null ? read.withReadOnly(before.readOnly()) : read;
    session.bulletin().unmovable(read.unmovable());
    session.spare().learn();
  }

  /** The server session is read-only now, or no longer. */
  void frozen(boolean now) {
    frozen = now;
  }

  /** What a login that met a fence was found to hold. */
  void found(Snapshot state) {
    snapshot = state;
    frozen = state.fenced();
  }

  /** Ends what {@link Snapshot#FREEZE} began. */
  String thaw() {
    return java.util.Objects.requireNonNull(snapshot).thaw();
  }

  /** What was known last, of a server session that is no more. */
  Snapshot last() {
    return java.util.Objects.requireNonNull(snapshot);
  }

  /** Another server session has taken over. */
  void moved() {
    fresh = false;
    frozen = false;
  }
}
