package dev.daybreak.proxy.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.backend.CredentialSource;
import dev.daybreak.proxy.backend.LinkListener;
import dev.daybreak.proxy.backend.LoginFailure;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.state.Rehearsal;
import dev.daybreak.proxy.state.Snapshot;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session's connection to the other side, opened, logged in and made alike while a switch is
 * prepared. Used by the session's event loop.
 */
final class Spare implements LinkListener {
  private static final int RETRY_MILLIS = 250;
  private static final int RETIRE_MILLIS = 2_000;

  private final Session session;
  private final RouteRuntime runtime;
  private @Nullable Rehearsal rehearsal;
  private @Nullable ServerLink retired;
  private boolean opening;
  private boolean inTurn;
  private boolean claimed;
  private @Nullable Snapshot claim;
  private String problem = "";

  Spare(Session session, RouteRuntime runtime) {
    this.session = session;
    this.runtime = runtime;
  }

  /** Opens or drops the connection as the order asks. */
  void obey(Route route) {
    boolean serving = route.state() == RouteState.SERVING;
    if (serving && route.active() == session.side()) {
      close();
    } else if (!serving && !session.pinned()) {
      dismiss(retired);
      prepare();
    }
  }

  /** Whether it is there and nothing is asked of it any more. */
  boolean ready() {
    return rehearsal != null && rehearsal.resting();
  }

  /** Why there is none; empty while nothing went wrong. */
  String problem() {
    return problem;
  }

  /** The process id of the connection on the other side; 0 when there is none. */
  int pid() {
    ServerLink old = retired;
    int left = old == null ? 0 : old.pid();
    return rehearsal == null ? left : rehearsal.link().pid();
  }

  /**
   * Closes the connection a session has left, but not at once: ending a server process takes longer
   * than a statement, and right after a move the clients have all waited.
   */
  void retire(ServerLink old) {
    retired = old;
    int millis = ThreadLocalRandom.current().nextInt(RETIRE_MILLIS / 4, RETIRE_MILLIS);
    session.loop().schedule(() -> dismiss(old), millis, TimeUnit.MILLISECONDS);
  }

  private void dismiss(@Nullable ServerLink old) {
    if (old != null && old == retired) {
      retired = null;
      old.terminate();
      session.step();
    }
  }

  /** The session's state has been read: the other server session is made alike beforehand. */
  void learn() {
    Snapshot state = session.reader().known();
    Rehearsal there = rehearsal;
    if (there == null
        || state == null
        || claim != null
        || !state.unmovable().isEmpty()
        || there.gave(state)
        || there.gives(state)) {
      return;
    }
    there.give(state, () -> rehearsed(there));
  }

  private void rehearsed(Rehearsal there) {
    leave();
    if (there != rehearsal || !there.resting()) {
      return;
    }
    if (!there.problem().isEmpty()) {
      if (claim != null) {
        session.mover().failed(there.problem());
        return;
      }
      problem = "the session's state cannot be restored there: " + there.problem();
      close();
      later();
    }
    deliver();
    session.step();
  }

  /** Hands the connection to the mover as soon as it is there and alike. */
  void claim(Side side, Snapshot state) {
    claim = state;
    claimed = true;
    if (rehearsal != null && rehearsal.link().side() != side) {
      close();
    }
    if (rehearsal != null) {
      deliver();
    } else {
      open(side);
    }
  }

  private void deliver() {
    Rehearsal there = rehearsal;
    Snapshot state = claim;
    if (there == null || state == null) {
      return;
    }
    if (there.gave(state)) {
      rehearsal = null;
      claim = null;
      claimed = false;
      session.mover().carried(there);
    } else if (!there.gives(state)) {
      there.give(state, () -> rehearsed(there));
    }
  }

  /** Takes what a server session says that is not the client's. */
  void received(ServerLink from, byte type, ByteBuf in, int at, int end) {
    if (rehearsal != null && rehearsal.link() == from) {
      rehearsal.received(type, in, at, end);
    }
  }

  void gone(ServerLink lost) {
    retired = retired == lost ? null : retired;
    if (rehearsal == null || rehearsal.link() != lost) {
      return;
    }
    forget();
    problem = "the connection to the other side was lost";
    if (claim == null) {
      later();
    } else if (claimed) {
      claimed = false;
      open(lost.side());
    } else {
      session.mover().failed(problem);
    }
  }

  void close() {
    Rehearsal old = rehearsal;
    forget();
    if (old != null) {
      old.link().terminate();
    }
  }

  /** The session has ended. */
  void end() {
    close();
    dismiss(retired);
  }

  private void forget() {
    if (rehearsal != null) {
      rehearsal.release();
      rehearsal = null;
    }
    leave();
  }

  private void prepare() {
    if (opening || rehearsal != null || session.closed()) {
      return;
    }
    opening = true;
    runtime
        .openings()
        .enter(
            session.loop(),
            () -> {
              inTurn = true;
              opening = false;
              if (wanted(session.side().other())) {
                open(session.side().other());
              } else {
                leave();
              }
            });
  }

  private void open(Side side) {
    if (opening) {
      return;
    }
    opening = true;
    runtime
        .connector()
        .open(
            session.loop(),
            runtime.wanted(side, session.client().start().parameters()),
            CredentialSource.of(session.client().credentials()),
            this);
  }

  private void leave() {
    if (inTurn) {
      inTurn = false;
      runtime.openings().leave();
    }
  }

  private boolean wanted(Side side) {
    Route route = session.obeyed();
    return !session.closed()
        && side != session.side()
        && rehearsal == null
        && (route.state() != RouteState.SERVING || route.active() == side);
  }

  @Override
  public void opened(ServerLink opened) {
    opening = false;
    if (!wanted(opened.side())) {
      opened.terminate();
      leave();
      return;
    }
    problem = "";
    String user = new String(session.client().user().getBytes(UTF_8), ISO_8859_1);
    rehearsal = new Rehearsal(opened, user);
    opened.attach(new ServerRelay(session, opened));
    deliver();
    learn();
    if (ready()) {
      leave();
    }
    session.step();
  }

  @Override
  public void refused(LoginFailure failure) {
    opening = false;
    leave();
    if (claim != null) {
      session.mover().refused(failure);
      return;
    }
    problem =
        "the other side does not let "
            + session.client().user()
            + " in: "
            + failure.message()
            + " ("
            + failure.state()
            + ")";
    later();
    session.step();
  }

  private void later() {
    session
        .loop()
        .schedule(
            () -> {
              if (session.obeyed().state() != RouteState.SERVING) {
                prepare();
              }
            },
            RETRY_MILLIS,
            TimeUnit.MILLISECONDS);
  }
}
