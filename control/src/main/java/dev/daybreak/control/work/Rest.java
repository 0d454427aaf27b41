package dev.daybreak.control.work;

import dev.daybreak.control.CutoverWindow;
import dev.daybreak.control.Ownership;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.State;
import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.verdict.LiveStatus;
import java.time.Duration;
import java.time.Instant;

/** What goes on while a migration rests: the stream runs, is watched, and the schema is guarded. */
final class Rest {
  private static final Duration DRIFT_PERIOD = Duration.ofSeconds(10);
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);
  private static final Duration SCHEDULE_PERIOD = Duration.ofSeconds(1);

  private final Job job;
  private Instant driftAt = Instant.MIN;
  private Instant cutoverAt = Instant.MIN;
  private int cutovers;

  Rest(Job job) {
    this.job = job;
  }

  /**
   * Looks once.
   *
   * @throws MigrationException when something that should run has ended or found a difference
   */
  void look() {
    job.stream().failure().ifPresent(failure -> Drift.explain(job, failure));
    LiveStatus live = job.witness().status();
    if (!live.clean()) {
      throw new MigrationException(
          live.failure().isEmpty() ? ErrorCode.DATA_DIFFERS : ErrorCode.UNCOVERED,
          "the live validation of "
              + job.name()
              + " found "
              + live.mismatchCount()
              + " mismatch(es) "
              + live.failure()
              + CopyEffects.kinds(live.mismatches()),
          "Mend the rows and `daybreak resume "
              + job.name()
              + "`: everything is validated anew; or `daybreak abort "
              + job.name()
              + "`.");
    }
    Instant now = job.clock().instant();
    if (job.row().state().step() == Step.READY && now.isAfter(driftAt)) {
      driftAt = now.plus(DRIFT_PERIOD);
      Drift.refuse(job);
      Drift.refuseAltered(job);
    }
  }

  /** A switch ended badly: the next automatic try comes later. */
  void switchFailed(MigrationException e) {
    cutoverAt = job.clock().instant().plus(RETRY_PERIOD.multipliedBy(cutovers + 1L));
    if (!e.code().retrySafe()) {
      cutovers = Math.max(cutovers, job.spec().gates().cutoverAttempts());
    }
  }

  /** Whether an automatic cutover is due; counts it as begun. */
  boolean wantsCutover() {
    Instant now = job.clock().instant();
    boolean due =
        job.spec().autoCutover()
            && job.row().state().step() == Step.READY
            && job.row().facts().switches() == 0
            && cutovers < job.spec().gates().cutoverAttempts()
            && now.isAfter(cutoverAt);
    if (due && !mayBegin(now)) {
      cutoverAt = now.plus(SCHEDULE_PERIOD);
      return false;
    }
    cutovers += due ? 1 : 0;
    return due;
  }

  /** Its window is open, and its wave is complete. */
  private boolean mayBegin(Instant now) {
    Ownership ownership = job.spec().ownership();
    return CutoverWindow.parse(ownership.window()).contains(now)
        && (ownership.wave().isEmpty()
            || job.store().migrations().all().stream()
                .filter(other -> other.spec().autoCutover())
                .filter(other -> other.spec().ownership().wave().equals(ownership.wave()))
                .allMatch(other -> arrived(other.state())));
  }

  /** Whether nobody of its wave has to wait for it: ready, on its way, across, or given up. */
  private static boolean arrived(State state) {
    return switch (state.phase()) {
      case READY -> state.standing() == Standing.RUNNING;
      case CUTOVER, REVERSE, ROLLBACK, FINISHING, DONE, ABORTING, ABORTED -> true;
      default -> false;
    };
  }
}
