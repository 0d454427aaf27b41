package dev.daybreak.control.work;

import dev.daybreak.control.Reading;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.SessionNote;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.StreamStatus;
import dev.daybreak.kernel.stage.ValidateStage.Witness;
import dev.daybreak.kernel.verdict.LiveStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a migration shows of itself, at most twice a second. Never fails the work. */
final class Readings {
  private static final Logger LOG = LoggerFactory.getLogger(Readings.class);
  private static final Duration PERIOD = Duration.ofMillis(400);

  private final Job job;
  private Instant next = Instant.MIN;

  Readings(Job job) {
    this.job = job;
  }

  void take() {
    Instant now = job.clock().instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(PERIOD);
    try {
      job.store().history().reading(job.name(), read(now));
    } catch (MigrationException e) {
      LOG.debug("reading migration={} state=failed", job.name(), e);
    }
  }

  private Reading read(Instant now) {
    Progress.Step step = job.meter().last();
    ChangeStream stream = job.running().stream();
    Witness witness = job.running().witness();
    StreamStatus status = stream == null ? null : stream.status();
    LiveStatus live = witness == null ? null : witness.status();
    return new Reading(
        step.activity(),
        step.done(),
        step.total(),
        step.unit(),
        step.bytes(),
        job.meter().perSecond(),
        job.meter().etaSeconds(),
        status == null || status.lag().isZero() ? -1 : status.lag().toMillis(),
        status == null ? "" : status.applied().text(),
        live == null ? job.row().facts().changesValidated() : live.changesValidated(),
        live == null ? 0 : live.mismatchCount(),
        status == null ? "" : status.waiting(),
        job.row().facts().rowsValidated(),
        notes(),
        now);
  }

  private List<String> notes() {
    return job.route().live().stream()
        .flatMap(report -> report.unmovable().stream())
        .map(Readings::describe)
        .limit(20)
        .toList();
  }

  private static String describe(SessionNote note) {
    return note.user()
        + " from "
        + note.address()
        + " as '"
        + note.application()
        + "': "
        + note.reason();
  }
}
