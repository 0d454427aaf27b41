package dev.daybreak.control.work;

import dev.daybreak.cutover.Phase;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.SessionNote;
import dev.daybreak.kernel.route.UnmovableRules;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.LiveStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The go/no-go list before a switch. Each gate names the object and the remedy. */
final class SwitchGates {
  private static final Duration LAG_BUDGET = Duration.ofSeconds(15);

  private static final int REPORT_PERIODS = 30;

  private SwitchGates() {}

  static Outcome check(Job job) {
    checkOutside(job);
    Duration lag = CopyEffects.awaitLag(job, LAG_BUDGET);
    LiveStatus live = job.witness().status();
    refuse(
        !live.clean(),
        ErrorCode.DATA_DIFFERS,
        "the live validation found "
            + live.mismatchCount()
            + " mismatch(es) "
            + live.failure()
            + CopyEffects.kinds(live.mismatches()),
        "See `daybreak report " + job.name() + "`.");
    return new Outcome("lag " + lag.toMillis() + " ms", job.row().facts());
  }

  /** The gates that can be looked at without stream and live validator: also for dry runs. */
  static void checkOutside(Job job) {
    List<RouteReport> proxies = job.route().live();
    refuse(
        proxies.isEmpty(),
        ErrorCode.PROXY_SILENT,
        "no proxy serves " + job.name(),
        "Start `daybreak up` or `daybreak proxy`; clients must come through it.");
    refuseUnmovable(proxies, job.spec().gates().unmovableRules());
    refuseForeigners(job);
    refuseUnvalidated(job);
    Drift.refuse(job);
    Drift.refuseAltered(job);
    refuseLogins(job);
  }

  /** Memberships and attributes of roles belong to servers and not to a database's fingerprint. */
  private static void refuseLogins(Job job) {
    List<Finding> unexplained =
        job.logins().differencesAtGate(job).stream()
            .filter(finding -> finding.severity() == Severity.BLOCKER)
            .toList();
    refuse(
        !unexplained.isEmpty(),
        ErrorCode.SCHEMA_DIFFERS,
        "logins may not do the same on both sides: " + CopyEffects.named(unexplained),
        unexplained.isEmpty() ? "" : unexplained.get(0).remedy());
  }

  static void refuseUnmovable(List<RouteReport> proxies, UnmovableRules rules) {
    List<SessionNote> notes =
        proxies.stream()
            .flatMap(proxy -> proxy.unmovable().stream())
            .filter(note -> rules.waitsFor(note.reason()))
            .toList();
    refuse(
        !notes.isEmpty(),
        ErrorCode.SESSION_UNMOVABLE,
        notes.size() + " session(s) cannot move, first " + describe(notes),
        "Let that session end, or set `unmovable: end`, for all reasons or for this one.");
  }

  private static String describe(List<SessionNote> notes) {
    return notes.isEmpty()
        ? ""
        : notes.get(0).user()
            + " from "
            + notes.get(0).address()
            + " as '"
            + notes.get(0).application()
            + "': "
            + notes.get(0).reason();
  }

  private static void refuseForeigners(Job job) {
    List<String> foreign = foreigners(job);
    refuse(
        !foreign.isEmpty(),
        ErrorCode.PROXY_BYPASSED,
        foreign.size()
            + " session(s) on "
            + job.endpoint(job.active())
            + " do not come through the proxy: "
            + String.join("; ", foreign),
        "Point that client at the proxy, or end it.");
    List<String> prepared = job.fence(job.active()).prepared();
    refuse(
        !prepared.isEmpty(),
        ErrorCode.PREPARED_TRANSACTIONS,
        "prepared transactions are open: " + String.join(", ", prepared),
        "COMMIT PREPARED or ROLLBACK PREPARED them.");
  }

  /**
   * Seen twice, with fresh reports of the proxies between: a proxy's newest sessions are its own.
   */
  private static List<String> foreigners(Job job) {
    List<String> first = look(job);
    if (first.isEmpty()) {
      return first;
    }
    for (int i = 0; i < REPORT_PERIODS; i++) {
      CopyEffects.pause();
    }
    List<String> second = look(job);
    return first.stream().filter(second::contains).toList();
  }

  private static List<String> look(Job job) {
    return job.fence(job.active()).foreigners(job.proxyPids(job.active()));
  }

  private static void refuseUnvalidated(Job job) {
    Optional<BatchVerdict> verdict = job.store().history().certificate(job.name());
    refuse(
        job.row().state().phase() == Phase.CUTOVER && (verdict.isEmpty() || !verdict.get().clean()),
        ErrorCode.UNCOVERED,
        "there is no clean batch validation of " + job.name(),
        "Run `daybreak validate " + job.name() + "`.");
  }

  private static void refuse(boolean condition, ErrorCode code, String message, String remedy) {
    if (condition) {
      throw new MigrationException(code, message, remedy);
    }
  }
}
