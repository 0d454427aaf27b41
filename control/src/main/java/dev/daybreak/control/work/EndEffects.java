package dev.daybreak.control.work;

import dev.daybreak.kernel.route.Side;
import java.util.List;

/** The effects that end a migration: done, or undone. */
final class EndEffects {
  private EndEffects() {}

  /** Removes everything Daybreak added; the fence on the old side stays for good. */
  static Outcome dismantle(Job job) {
    job.running().closeStreams();
    job.stages().validate().dismantle(job.present());
    job.stages().change().dismantle(job.present());
    job.stages().change().purge(job.present());
    return new Outcome("", job.row().facts());
  }

  /** Clients never left the source: the target is emptied, the source left as it was. */
  static Outcome cleanUp(Job job) {
    job.running().close();
    job.stages().validate().dismantle(job.present());
    job.stages().change().dismantle(job.present());
    job.schema().discard(job.pairing());
    job.stages().change().purge(job.present());
    job.fence(Side.SOURCE).open(List.of());
    job.fence(Side.TARGET).open(List.of());
    return new Outcome("", job.row().facts());
  }
}
