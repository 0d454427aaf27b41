package dev.daybreak.app.command;

import dev.daybreak.app.run.Arrival;
import dev.daybreak.app.show.Dashboard;
import dev.daybreak.app.show.Errors;
import dev.daybreak.app.show.Units;
import dev.daybreak.control.Failure;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Request;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches migrations until each has reached the goal or failed, and asks for cutovers where the
 * command wants them. One thread.
 */
final class MigrateRun {
  private static final long POLL_MILLIS = 200;

  private final Fleet fleet;
  private final List<MigrationSpec> specs;
  private final boolean cutover;
  private final Instant began = Instant.now();
  private final Dashboard dashboard;
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, @Nullable Failure> before = new HashMap<>();
  private final Map<String, Failure> told = new HashMap<>();
  private final Set<String> arrived = new HashSet<>();

  MigrateRun(Fleet fleet, List<MigrationSpec> specs, boolean cutover, PrintWriter err) {
    this.fleet = fleet;
    this.specs = specs;
    this.cutover = cutover;
    this.dashboard = Dashboard.on(err);
  }

  /** Where they are when nothing moves any more. */
  List<MigrationView> untilSettled() throws InterruptedException {
    while (true) {
      List<MigrationView> views = specs.stream().map(spec -> fleet.view(spec.name())).toList();
      views.forEach(this::tellFailure);
      dashboard.show(views);
      boolean settled = true;
      for (MigrationView view : views) {
        settled &= settled(view);
      }
      if (settled) {
        return views;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean settled(MigrationView view) {
    if (Arrival.stuck(view, Instant.now())) {
      return true;
    }
    if (reached(view, cutover)) {
      if (arrived.add(view.spec().name())) {
        dashboard.say(arrival(view));
      }
      return true;
    }
    return cutover && givenUp(view);
  }

  /** At READY asks for a cutover while attempts are left; whether none is. */
  private boolean givenUp(MigrationView view) {
    String name = view.spec().name();
    int made = attempts.getOrDefault(name, 0);
    boolean answered = made == 0 || !Objects.equals(view.failure(), before.get(name));
    if (!Arrival.ready(view) || !answered) {
      return false;
    }
    if (made >= view.spec().gates().cutoverAttempts()) {
      return true;
    }
    attempts.put(name, made + 1);
    before.put(name, view.failure());
    ask(name);
    return false;
  }

  private void ask(String name) {
    try {
      fleet.request(name, Request.CUTOVER, "daybreak migrate");
    } catch (MigrationException e) {
      if (e.code() != ErrorCode.WRONG_PHASE) {
        throw e;
      }
      // Somebody else was faster; what comes of it is seen in the next view.
    }
  }

  private void tellFailure(MigrationView view) {
    Failure failure = view.failure();
    if (failure != null
        && failure.at().isAfter(began)
        && !failure.equals(told.put(view.spec().name(), failure))) {
      dashboard.say(Errors.line(view.spec().name(), failure));
    }
  }

  /** Whether that failure was told already, when it happened. */
  boolean hasTold(MigrationView view) {
    return Objects.equals(view.failure(), told.get(view.spec().name()));
  }

  /** Whether a migration is where the command wanted it, or past that. */
  static boolean reached(MigrationView view, boolean cutover) {
    return Arrival.onTarget(view) || (!cutover && Arrival.ready(view));
  }

  /** Whether a settled migration did not get there. */
  static boolean failed(MigrationView view, boolean cutover) {
    return !reached(view, cutover);
  }

  /** What a person wants to know on arrival. */
  private static String arrival(MigrationView view) {
    String name = view.spec().name();
    if (view.state().phase() == Phase.REVERSE) {
      return "REVERSE "
          + name
          + ": clients are on the target, writes were held "
          + Units.millis(view.facts().writeHoldMillis())
          + "; the reverse stream runs, `daybreak rollback "
          + name
          + "` is possible";
    }
    if (view.state().phase() == Phase.READY) {
      return "READY "
          + name
          + ": "
          + Units.count(view.facts().rowsValidated())
          + " rows validated; cut over with `daybreak cutover "
          + name
          + "`";
    }
    return view.state().phase() + " " + name;
  }
}
