package dev.daybreak.control.work;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.ChangeStream.HeldCut;
import dev.daybreak.kernel.stage.ColumnMarks;
import dev.daybreak.kernel.stage.LoadStage.LoadReport;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.StreamStatus;
import dev.daybreak.kernel.stage.ValidateStage.Witness;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.TableVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The effects from pre-flight to a validated copy. Each is idempotent. */
final class CopyEffects {
  private static final Duration CATCH_UP_BUDGET = Duration.ofHours(72);
  private static final Duration ALIGN_BUDGET = Duration.ofMinutes(10);
  private static final int NAMED = 8;

  /** What the schema stage calls differences between logins that it only counted. */
  private static final String MORE_LOGINS = "SCH-LOGIN-MORE";

  private static final Duration GLANCE = Duration.ofMillis(200);
  private static final Duration STALL_BUDGET = Duration.ofMinutes(2);

  private CopyEffects() {}

  static Outcome inspect(Job job) {
    List<Finding> findings =
        job.stages().preflight().inspect(job.pairing(), job.proxyPids(Side.SOURCE));
    job.store().history().findings(job.name(), "preflight", findings);
    List<Finding> blockers = blockers(findings);
    if (!blockers.isEmpty()) {
      Finding first = blockers.get(0);
      throw new MigrationException(
          ErrorCode.PREFLIGHT_BLOCKED,
          blockers.size()
              + " blocking finding(s), first "
              + first.id()
              + " on "
              + first.object()
              + ": "
              + first.detail(),
          first.remedy() + " Then `daybreak resume " + job.name() + "`.");
    }
    return new Outcome(findings.size() + " findings, none blocking", job.row().facts());
  }

  static Outcome createSchema(Job job) {
    var plan = job.schema().plan(job.pairing());
    job.store().history().findings(job.name(), "schema", plan.findings());
    List<Finding> blockers = blockers(plan.findings());
    if (!blockers.isEmpty()) {
      Finding first = blockers.get(0);
      throw new MigrationException(
          ErrorCode.PREFLIGHT_BLOCKED,
          "the schema cannot be moved as it is: " + first.object() + ": " + first.detail(),
          first.remedy());
    }
    job.fence(Side.TARGET).shut();
    job.schema().applyBeforeLoad(job.pairing(), job.meter());
    return new Outcome(plan.statements().size() + " statements planned", job.row().facts());
  }

  /**
   * Publishes and makes the slot. The fingerprint is taken before: a change of the schema from here
   * on stops the migration.
   */
  static Outcome prepareCapture(Job job) {
    String source = job.schema().fingerprint(job.pairing().source());
    List<String> additions = job.stages().change().additions(job.present());
    job.schema().keepColumnMarks(job.flow(), job.schema().columnMarks(job.flow().source()));
    job.stages().change().prepare(job.present());
    return new Outcome(
        additions.size() + " additions on the source", job.row().facts().withSource(source));
  }

  static Outcome copyRows(Job job) {
    LoadReport report =
        job.stages()
            .load()
            .load(job.pairing(), () -> job.stages().change().snapshot(job.present()), job.meter());
    return new Outcome(
        report.rows() + " rows, " + report.bytes() + " bytes, " + report.tables() + " tables",
        job.row().facts().withLoad(report.rows(), report.bytes()));
  }

  static Outcome createIndexes(Job job) {
    Drift.guard(job, () -> job.schema().applyAfterLoad(job.pairing(), watched(job)));
    job.stages().validate().publish(job.present());
    return new Outcome("", job.row().facts());
  }

  /** Can be killed in the middle: while one connection has just finished, the others work on. */
  private static Progress watched(Job job) {
    return step -> {
      job.meter().report(step);
      HaltPoint.reach(job.name(), "during:" + step.activity());
    };
  }

  static Outcome verifySchema(Job job) {
    Drift.refuse(job);
    String target = job.schema().fingerprint(job.pairing().target());
    int explained = Drift.guarded(job, () -> refuseDifferences(job));
    return new Outcome(explained + " explained differences", job.row().facts().withTarget(target));
  }

  /** Reads both catalogs anew; how many differences are explained, when all are. */
  static int refuseDifferences(Job job) {
    List<Finding> differences = new ArrayList<>(job.schema().verify(job.pairing()));
    differences.addAll(job.logins().differences(job));
    job.store().history().findings(job.name(), "verify", differences);
    List<Finding> blockers = blockers(differences);
    if (!blockers.isEmpty()) {
      throw new MigrationException(
          ErrorCode.SCHEMA_DIFFERS,
          blockers.size() + " unexplained difference(s) between the schemas: " + named(blockers),
          blockers.get(0).remedy());
    }
    return differences.size();
  }

  /** How many are not named at all, and tables, first; then columns. */
  private static int weight(Finding finding) {
    if (finding.id().equals(MORE_LOGINS) || finding.id().startsWith("SCH-TABLE-")) {
      return 0;
    }
    return finding.id().startsWith("SCH-COLUMN-") ? 1 : 2;
  }

  /** The weightiest findings by object, with what was seen. */
  static String named(List<Finding> findings) {
    String first =
        findings.stream()
            .sorted(Comparator.comparingInt(CopyEffects::weight))
            .limit(NAMED)
            .map(finding -> finding.object() + ": " + finding.detail())
            .collect(Collectors.joining("; "));
    return findings.size() > NAMED ? first + "; and " + (findings.size() - NAMED) + " more" : first;
  }

  static Outcome catchUp(Job job) {
    Duration lag = awaitLag(job, CATCH_UP_BUDGET);
    return new Outcome(
        "lag " + lag.toMillis() + " ms at " + job.stream().status().applied(), job.row().facts());
  }

  /**
   * Waits until the lag is under the gate: until a sentinel written now is applied within that
   * time. Nothing else counts as lag. No progress for too long ends with STALLED.
   */
  static Duration awaitLag(Job job, Duration budget) {
    Instant deadline = job.clock().instant().plus(budget);
    Duration gate = Duration.ofMillis(job.spec().gates().lagMillisMax());
    while (true) {
      Instant sent = job.clock().instant();
      awaitPassed(job, job.stream().sentinel(), deadline);
      Duration lag = Duration.between(sent, job.clock().instant());
      if (lag.compareTo(gate) <= 0) {
        return lag;
      }
    }
  }

  private static void awaitPassed(Job job, Lsn sentinel, Instant deadline) {
    ChangeStream stream = job.stream();
    while (!isApplied(stream, sentinel)) {
      stream.failure().ifPresent(failure -> Drift.explain(job, failure));
      StreamStatus status = stream.status();
      Instant now = job.clock().instant();
      job.meter()
          .report(new Progress.Step("catch up", status.transactions(), 0, "transactions", 0));
      refuseStall(status, now);
      if (now.isAfter(deadline)) {
        throw new MigrationException(
            ErrorCode.LAG_TOO_HIGH,
            "the change stream is "
                + status.lag().toMillis()
                + " ms behind and did not catch up in time",
            "Wait for a quieter time, or raise the lag gate.");
      }
    }
  }

  private static boolean isApplied(ChangeStream stream, Lsn sentinel) {
    try {
      stream.awaitApplied(sentinel, GLANCE);
      return true;
    } catch (MigrationException e) {
      if (e.code() != ErrorCode.STALLED) {
        throw e;
      }
      return false;
    }
  }

  private static void refuseStall(StreamStatus status, Instant now) {
    if (Duration.between(status.lastProgressAt(), now).compareTo(STALL_BUDGET) > 0) {
      throw new MigrationException(
          ErrorCode.STALLED,
          "the change stream has not moved for "
              + STALL_BUDGET.toSeconds()
              + " s: "
              + status.waiting(),
          "Look for locks on the target and long transactions on the source.");
    }
  }

  /**
   * Always begins anew: the batch that follows covers all that earlier taps saw, a rogue write that
   * has been mended included.
   */
  static Outcome watchChanges(Job job) {
    job.running().closeStreams();
    job.stages().validate().dismantle(job.present());
    job.stream();
    Witness witness = job.witness();
    return new Outcome("watching since " + witness.watchedSince(), job.row().facts());
  }

  static Outcome compareRows(Job job) {
    ChangeStream stream = job.stream();
    Witness witness = job.witness();
    Pairing flow = job.flow();
    ColumnMarks marks = job.schema().columnMarks(flow.source());
    try (HeldCut cut = stream.align(ALIGN_BUDGET)) {
      if (cut.cut().source().position().isBefore(witness.watchedSince())) {
        throw new MigrationException(
            ErrorCode.UNCOVERED,
            "the cut at " + cut.cut().source().position() + " lies before the live validation",
            "Validate again.");
      }
      BatchVerdict verdict = job.stages().validate().batch(flow, cut.cut(), job.meter());
      job.store().history().certificate(job.name(), job.row().generation(), verdict);
      refuse(verdict);
      job.schema().keepColumnMarks(flow, marks);
      return new Outcome(
          verdict.rowsValidated() + " rows equal at " + verdict.position(),
          job.row().facts().withBatch(verdict.rowsValidated(), verdict.mismatchCount()));
    }
  }

  private static void refuse(BatchVerdict verdict) {
    if (verdict.clean()) {
      return;
    }
    String tables =
        verdict.tables().stream()
            .filter(t -> !t.clean())
            .map(CopyEffects::describe)
            .limit(10)
            .collect(Collectors.joining("; "));
    throw new MigrationException(
        ErrorCode.DATA_DIFFERS,
        "source and target differ at "
            + verdict.position()
            + ": "
            + tables
            + kinds(verdict.mismatches()),
        "See the certificate (`daybreak report`); mend the rows and `daybreak resume`; or, where"
            + " the source's columns were altered meanwhile, `daybreak resume --accept-ddl`, which"
            + " copies those tables again; or abort.");
  }

  /** What differs where, without values: for the failure's message. */
  static String kinds(List<Mismatch> mismatches) {
    return mismatches.stream()
        .map(m -> m.kind() + " in " + m.table() + (m.column().isEmpty() ? "" : "." + m.column()))
        .distinct()
        .limit(10)
        .collect(Collectors.joining("; ", " [", "]"));
  }

  private static String describe(TableVerdict t) {
    return t.table()
        + " "
        + t.coverage()
        + " missing="
        + t.missing()
        + " extra="
        + t.extra()
        + " differing="
        + t.differing()
        + (t.note().isEmpty() ? "" : " (" + t.note() + ")");
  }

  private static List<Finding> blockers(List<Finding> findings) {
    return findings.stream().filter(f -> f.severity() == Severity.BLOCKER).sorted().toList();
  }

  static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(ErrorCode.INTERRUPTED, "the step was interrupted", "", e);
    }
  }
}
