package dev.daybreak.app.quickstart;

import dev.daybreak.app.run.Arrival;
import dev.daybreak.app.show.Dashboard;
import dev.daybreak.app.show.Errors;
import dev.daybreak.app.show.Units;
import dev.daybreak.control.Failure;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.cutover.Phase;
import dev.daybreak.demo.traffic.DatabaseStats;
import dev.daybreak.demo.traffic.Traffic;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Watches the fleet and its clients, and measures around each cutover. One thread. */
final class FleetWatch {
  private static final Duration BUDGET = Duration.ofMinutes(20);
  private static final long POLL_MILLIS = 100;

  private final Fleet fleet;
  private final Traffic traffic;
  private final Dashboard dashboard;
  private final Set<String> marked = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, Double> readStalls = new HashMap<>();
  private final Map<String, Failure> told = new HashMap<>();

  FleetWatch(Fleet fleet, Traffic traffic, Dashboard dashboard) {
    this.fleet = fleet;
    this.traffic = traffic;
    this.dashboard = dashboard;
  }

  /**
   * Waits until all clients are on targets.
   *
   * @throws MigrationException TIMED_OUT, or the recorded failure of a migration that cannot go on
   */
  void untilAllOnTarget() throws InterruptedException {
    long deadline = System.nanoTime() + BUDGET.toNanos();
    while (System.nanoTime() < deadline) {
      List<MigrationView> views = look();
      if (views.stream().allMatch(Arrival::onTarget)) {
        return;
      }
      Instant now = Instant.now();
      views.stream().filter(view -> Arrival.stuck(view, now)).forEach(FleetWatch::giveUp);
      Thread.sleep(POLL_MILLIS);
    }
    throw new MigrationException(
        ErrorCode.TIMED_OUT,
        "the fleet is not on its targets within " + Units.seconds(BUDGET.toSeconds()) + ".",
        "Look at the log, or try fewer --rows.");
  }

  /** Goes on watching for a while. */
  void watchFor(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < deadline) {
      look();
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** The longest read of a database's clients around its cutover. */
  double readStallMillisMax(String database) {
    return readStalls.getOrDefault(database, 0.0);
  }

  private List<MigrationView> look() {
    List<MigrationView> views = fleet.views();
    for (MigrationView view : views) {
      measure(view);
      tellFailure(view);
    }
    dashboard.show(views, trafficLines());
    return views;
  }

  /** The window begins when a cutover is first seen and ends when the reverse stream is. */
  private void measure(MigrationView view) {
    String name = view.spec().name();
    if (view.state().phase() == Phase.CUTOVER && marked.add(name)) {
      traffic.markWindow(name);
    }
    if (marked.contains(name) && !ended.contains(name)) {
      readStalls.put(name, traffic.window(name).readStallMillisMax());
      if (Arrival.onTarget(view)) {
        ended.add(name);
      }
    }
  }

  private void tellFailure(MigrationView view) {
    Failure failure = view.failure();
    if (failure != null && !failure.equals(told.put(view.spec().name(), failure))) {
      dashboard.say(Errors.line(view.spec().name(), failure));
    }
  }

  private List<String> trafficLines() {
    List<DatabaseStats> stats = traffic.stats();
    double tps = stats.stream().mapToDouble(DatabaseStats::transactionsPerSecond).sum();
    long failed = stats.stream().mapToLong(DatabaseStats::failedStatements).sum();
    long written = stats.stream().mapToLong(DatabaseStats::acknowledgedWrites).sum();
    return List.of(
        "traffic: "
            + Math.round(tps)
            + " transactions/s, "
            + Units.count(written)
            + " writes acknowledged, "
            + failed
            + " statements failed");
  }

  private static void giveUp(MigrationView view) {
    Failure failure = view.failure();
    if (failure == null) {
      throw MigrationException.bug(view.spec().name() + " stands still without saying why.");
    }
    throw Errors.of(view.spec().name(), failure);
  }
}
