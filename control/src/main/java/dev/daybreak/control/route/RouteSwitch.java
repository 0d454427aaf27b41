package dev.daybreak.control.route;

import dev.daybreak.control.store.RouteRows;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Orders to all proxies of one route, and the barrier that waits for their answers. */
public final class RouteSwitch {
  private static final long POLL_MILLIS = 2;

  private final RouteRows rows;
  private final String name;
  private final Clock clock;

  public RouteSwitch(RouteRows rows, String name, Clock clock) {
    this.rows = rows;
    this.name = name;
    this.clock = clock;
  }

  /** The stored route. */
  public Route present() {
    return rows.find(name)
        .orElseThrow(() -> MigrationException.bug("route " + name + " has vanished"));
  }

  /** Begins a switch: a new epoch that is ARMED. */
  public void arm(Duration deadline) {
    Route now = present();
    require(now.state() == RouteState.SERVING, now);
    set(now, order(now.epoch() + 1, RouteState.ARMED, now.active(), deadline));
  }

  /** The next state within the switch's epoch. */
  public void order(RouteState state, Duration deadline) {
    Route now = present();
    require(now.state() != RouteState.SERVING && state.compareTo(now.state()) > 0, now);
    set(now, order(now.epoch(), state, now.active(), deadline));
  }

  /**
   * The commit point: the held route becomes the other side's.
   *
   * @param from the side that is active until now
   */
  public void commit(Side from) {
    Route now = present();
    require(now.state() == RouteState.HOLDING && now.active() == from, now);
    set(now, order(now.epoch() + 1, RouteState.SERVING, from.other(), Duration.ZERO));
  }

  /** Ends a switch that did not commit: everything goes to the active side again. Idempotent. */
  public void resume() {
    Route now = present();
    if (now.state() != RouteState.SERVING) {
      set(now, order(now.epoch() + 1, RouteState.SERVING, now.active(), Duration.ZERO));
    }
  }

  /**
   * Waits until every live proxy is ready with the present order.
   *
   * @param onTimeout what the caller's error is called when the budget passes
   */
  public void awaitReady(Duration budget, ErrorCode onTimeout) {
    Instant deadline = clock.instant().plus(budget);
    List<String> unready = List.of();
    while (true) {
      Route now = present();
      boolean somebody = !rows.live(name).isEmpty();
      unready = somebody ? rows.unready(now) : List.of("no proxy has a valid lease");
      if (unready.isEmpty()) {
        return;
      }
      if (clock.instant().isAfter(deadline)) {
        throw new MigrationException(
            onTimeout,
            "after "
                + budget.toMillis()
                + " ms the proxies of "
                + name
                + " are not through with "
                + now.state()
                + ": "
                + String.join("; ", unready),
            "Look for long transactions or sessions that cannot move in `daybreak status`; the"
                + " switch can be tried again.");
      }
      pause();
    }
  }

  /**
   * Longest a proxy held a write in the last switch, in milliseconds, as soon as every live proxy
   * has reported since.
   *
   * @param budget past it, what was reported so far counts
   */
  public long heldMillisMax(Duration budget) {
    Instant deadline = clock.instant().plus(budget);
    long epoch = present().epoch();
    List<RouteReport> reports = live();
    while (clock.instant().isBefore(deadline)
        && (reports.isEmpty()
            || reports.stream().anyMatch(r -> r.epoch() < epoch || r.parked() > 0))) {
      pause();
      reports = live();
    }
    return reports.stream().mapToLong(RouteReport::holdMillisMax).max().orElse(0);
  }

  /** What the live proxies report. */
  public List<RouteReport> live() {
    return rows.live(name);
  }

  private Route order(long epoch, RouteState state, Side active, Duration deadline) {
    return new Route(name, epoch, state, active, clock.instant().plus(deadline));
  }

  private void set(Route from, Route to) {
    if (!rows.compareAndSet(from, to)) {
      throw new MigrationException(
          ErrorCode.LEASE_LOST,
          "the route of " + name + " was changed by somebody else",
          "Nothing to do: whoever changed it goes on.");
    }
  }

  private static void require(boolean condition, Route now) {
    if (!condition) {
      throw MigrationException.bug("a route order that does not fit " + now);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(
          ErrorCode.INTERRUPTED, "waiting for proxies was interrupted", "", e);
    }
  }
}
