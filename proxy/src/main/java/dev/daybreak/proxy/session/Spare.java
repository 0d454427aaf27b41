package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.backend.CredentialSource;
import dev.daybreak.proxy.backend.LinkListener;
import dev.daybreak.proxy.backend.LoginFailure;
import dev.daybreak.proxy.backend.ServerLink;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session's connection to the other side, opened and logged in while a switch is prepared. Used
 * by the session's event loop.
 */
final class Spare implements LinkListener {
  private static final int RETRY_MILLIS = 250;

  private final Session session;
  private final RouteRuntime runtime;
  private @Nullable ServerLink link;
  private boolean opening;
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
      open();
    }
  }

  boolean ready() {
    return link != null;
  }

  /** Why there is none; empty while nothing went wrong. */
  String problem() {
    return problem;
  }

  int pid() {
    return link == null ? 0 : link.pid();
  }

  /** Gives the connection to that side away, if it is there. */
  @Nullable ServerLink take(Side side) {
    ServerLink taken = link != null && link.side() == side ? link : null;
    if (taken != null) {
      link = null;
    }
    return taken;
  }

  void gone(ServerLink lost) {
    if (lost == link) {
      link = null;
      problem = "the connection to the other side was lost";
      later();
    }
  }

  void close() {
    if (link != null) {
      ServerLink old = link;
      link = null;
      old.terminate();
    }
  }

  private void open() {
    Side side = session.side().other();
    if (opening || link != null || session.closed()) {
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

  @Override
  public void opened(ServerLink opened) {
    opening = false;
    boolean wanted =
        opened.side() != session.side()
            && link == null
            && (session.obeyed().state() != RouteState.SERVING
                || session.obeyed().active() == opened.side());
    if (session.closed() || !wanted) {
      opened.terminate();
      return;
    }
    problem = "";
    link = opened;
    opened.attach(new ServerRelay(session, opened));
    session.step();
  }

  @Override
  public void refused(LoginFailure failure) {
    opening = false;
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
                open();
              }
            },
            RETRY_MILLIS,
            TimeUnit.MILLISECONDS);
  }
}
