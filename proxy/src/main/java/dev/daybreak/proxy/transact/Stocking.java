package dev.daybreak.proxy.transact;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.proxy.backend.LinkListener;
import dev.daybreak.proxy.backend.LoginFailure;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.session.RouteRuntime;
import java.util.concurrent.TimeUnit;

/**
 * One client's part in opening connections to the side that a switch is to go to, until there are
 * as many as the serving side has. Used by the client's event loop.
 */
final class Stocking implements LinkListener {
  private static final int RETRY_MILLIS = 250;

  private final TransactionClient client;
  private final RouteRuntime runtime;
  private final Runnable progress;
  private boolean wanted;
  private boolean ready;
  private String problem = "";

  /**
   * @param progress hears when readiness or the problem may have changed
   */
  Stocking(TransactionClient client, RouteRuntime runtime, Runnable progress) {
    this.progress = progress;
    this.client = client;
    this.runtime = runtime;
  }

  /** Takes up a newer order. */
  void obey(Route next) {
    boolean before = wanted;
    wanted = next.state() != RouteState.SERVING;
    if (!wanted) {
      ready = false;
      problem = "";
    } else if (!before) {
      queue();
    }
  }

  /** Whether there are enough of them. */
  boolean ready() {
    return ready;
  }

  /** Why there are not; empty while nothing went wrong. */
  String problem() {
    return problem;
  }

  private void queue() {
    runtime.openings().enter(client.caller().loop(), this::turn);
  }

  /** Ends when the connection is there, or is not to be. */
  private void turn() {
    boolean asked = wanted && !client.closed();
    if (asked && stocked()) {
      return;
    }
    runtime.openings().leave();
    if (asked) {
      ready = true;
      problem = "";
      progress.run();
    }
  }

  private boolean stocked() {
    Caller who = client.caller();
    return runtime
        .pools()
        .stock(who.loop(), who.wanted(runtime, runtime.active().other()), who.credentials(), this);
  }

  @Override
  public void opened(ServerLink link) {
    new Preparation(link, client.tracker().cache())
        .begin(runtime, failure -> prepared(link, failure));
  }

  private void prepared(ServerLink link, String failure) {
    runtime.openings().leave();
    if (failure.isEmpty()) {
      runtime.pools().release(link, client.caller().user());
      if (wanted && !client.closed()) {
        queue();
      }
    } else {
      link.terminate();
      later("a connection to the other side cannot be made writing: " + failure);
    }
  }

  @Override
  public void refused(LoginFailure failure) {
    runtime.openings().leave();
    later(
        "the other side does not let "
            + client.caller().user()
            + " in: "
            + failure.message()
            + " ("
            + failure.state()
            + ")");
  }

  private void later(String reason) {
    problem = reason;
    progress.run();
    client
        .caller()
        .loop()
        .schedule(
            () -> {
              if (wanted && !client.closed()) {
                queue();
              }
            },
            RETRY_MILLIS,
            TimeUnit.MILLISECONDS);
  }
}
