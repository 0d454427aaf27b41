package dev.daybreak.control.work;

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
    boolean due =
        job.spec().autoCutover()
            && job.row().state().step() == Step.READY
            && job.row().facts().switches() == 0
            && cutovers < job.spec().gates().cutoverAttempts()
            && job.clock().instant().isAfter(cutoverAt);
    cutovers += due ? 1 : 0;
    return due;
  }
}
