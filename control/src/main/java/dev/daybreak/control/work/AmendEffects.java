package dev.daybreak.control.work;

import dev.daybreak.control.Facts;
import dev.daybreak.kernel.stage.SchemaStage.Ddl;
import dev.daybreak.kernel.stage.SchemaStage.Half;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The effect that takes over a change of the source's schema. Idempotent. */
final class AmendEffects {
  private static final Duration CATCH_UP_BUDGET = Duration.ofHours(72);

  private AmendEffects() {}

  /**
   * First what makes room, then the stream up to now, then what restricts, then proof. A further
   * change meanwhile is found by the next look: the fingerprint is taken before all else.
   */
  static Outcome amend(Job job) {
    job.running().closeStreams();
    String source = job.schema().fingerprint(job.pairing().source());
    List<Ddl> done = new ArrayList<>(half(job, Half.OPENING));
    job.stages().change().prepare(job.present());
    job.stages().validate().publish(job.present());
    CopyEffects.awaitLag(job, CATCH_UP_BUDGET);
    job.running().closeStreams();
    done.addAll(half(job, Half.CLOSING));
    job.stages().change().prepare(job.present());
    job.stages().validate().publish(job.present());
    CopyEffects.refuseDifferences(job);
    String target = job.schema().fingerprint(job.pairing().target());
    Facts facts = job.row().facts().withSource(source).withTarget(target);
    return new Outcome(done.size() + " statements brought the target after the source", facts);
  }

  private static List<Ddl> half(Job job, Half half) {
    return job.schema().amend(job.pairing(), half, job.meter());
  }
}
