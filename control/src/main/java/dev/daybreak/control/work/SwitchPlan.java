package dev.daybreak.control.work;

import dev.daybreak.control.Secrets;
import dev.daybreak.control.Stages;
import dev.daybreak.control.store.ControlStore;
import dev.daybreak.control.store.MigrationRow;
import dev.daybreak.cutover.Journey;
import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.SchemaStage.When;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The dry-run twin of a switch: every step with what it would do to which server. Reads only. */
public final class SwitchPlan {
  private SwitchPlan() {}

  /** One line for each thing a switch from the row's state would do, in order. */
  public static List<String> lines(
      ControlStore store, Stages stages, Secrets secrets, MigrationRow row, Clock clock) {
    Job job = new Job(store, stages, secrets, clock, row);
    List<String> lines = new ArrayList<>();
    for (Step step : Journey.switchSteps()) {
      for (String line : plan(job, step)) {
        lines.add(step + ": " + line);
      }
    }
    return lines;
  }

  private static List<String> plan(Job job, Step step) {
    Side active = job.active();
    Side other = active.other();
    return switch (step) {
      case CHECK_GATES -> List.of(gates(job));
      case PREPARE_RETURN -> returning(job);
      case ARM -> List.of(route(job, 1, "ARMED", active));
      case DRAIN ->
          List.of(
              route(job, 1, "DRAINING", active)
                  + ", within "
                  + job.spec().gates().drainMillisMax()
                  + " ms");
      case HOLD ->
          List.of(
              route(job, 1, "HOLDING", active)
                  + ", within "
                  + job.spec().gates().holdMillisMax()
                  + " ms");
      case FENCE -> onServer(job, active, job.fence(active).plan());
      case SENTINEL ->
          List.of(
              "on "
                  + job.endpoint(active)
                  + ": SELECT pg_logical_emit_message(true,"
                  + " 'daybreak.sentinel', ...); wait until applied on "
                  + job.endpoint(other));
      case MATCH_CHANGES -> List.of("wait until the live validator matched all before it");
      case SYNC_SEQUENCES ->
          List.of(
              "on "
                  + job.endpoint(other)
                  + ": setval() of every sequence, "
                  + job.spec().gates().sequenceMarginCalls()
                  + " calls past its twin");
      case COMMIT -> List.of("commit point: " + route(job, 2, "SERVING", other));
      case OPEN -> List.of("on " + job.endpoint(other) + ": default_transaction_read_only reset");
      case CLOSE -> List.of("on " + job.endpoint(active) + ": logins refused, sessions ended");
      case START_RETURN ->
          starting(
              job,
              "drop "
                  + job.present().channel()
                  + " and its taps; start "
                  + job.returning().channel());
      default -> List.of();
    };
  }

  private static List<String> starting(Job job, String stream) {
    List<String> lines = new ArrayList<>(List.of(stream));
    if (job.active() == Side.SOURCE) {
      job.schema().plan(job.pairing()).statements().stream()
          .filter(statement -> statement.when() == When.AFTER_CUTOVER)
          .forEach(
              statement -> lines.add("on " + job.endpoint(Side.TARGET) + ": " + statement.sql()));
    }
    return lines;
  }

  private static String gates(Job job) {
    try {
      SwitchGates.checkOutside(job);
      return "go, as far as can be seen from outside; lag and live validation are looked at too";
    } catch (MigrationException e) {
      return "NO-GO: " + e.line();
    }
  }

  private static List<String> returning(Job job) {
    return onServer(job, job.active().other(), job.stages().change().additions(job.returning()));
  }

  private static List<String> onServer(Job job, Side side, List<String> statements) {
    return statements.stream().map(sql -> "on " + job.endpoint(side) + ": " + sql).toList();
  }

  private static String route(Job job, long ahead, String state, Side active) {
    Route now = job.route().present();
    return "route "
        + job.name()
        + " epoch "
        + now.epoch()
        + " -> "
        + (now.epoch() + ahead)
        + " "
        + state
        + " "
        + active;
  }
}
