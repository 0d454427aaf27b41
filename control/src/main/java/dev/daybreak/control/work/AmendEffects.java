package dev.daybreak.control.work;

import dev.daybreak.control.Facts;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.SchemaStage.Ddl;
import dev.daybreak.kernel.stage.SchemaStage.Half;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The effect that takes over a change of the source's schema. Idempotent. */
final class AmendEffects {
  private static final Duration CATCH_UP_BUDGET = Duration.ofHours(72);

  private static final int NAMED = 8;

  private AmendEffects() {}

  /**
   * First what makes room, then rows that cannot follow, then the stream up to now, then what
   * restricts, then proof. A further change meanwhile is found by the next look: the fingerprint is
   * taken before all else.
   */
  static Outcome amend(Job job) {
    job.running().closeStreams();
    String source = job.schema().fingerprint(job.pairing().source());
    List<Ddl> done = new ArrayList<>(half(job, Half.OPENING));
    job.stages().change().prepare(job.present());
    List<TableId> copied = copyAgain(job);
    job.stages().validate().publish(job.present());
    CopyEffects.awaitLag(job, CATCH_UP_BUDGET);
    job.running().closeStreams();
    done.addAll(half(job, Half.CLOSING));
    job.stages().change().prepare(job.present());
    job.stages().validate().publish(job.present());
    String target = job.schema().fingerprint(job.pairing().target());
    CopyEffects.refuseDifferences(job);
    Facts facts = job.row().facts().withSource(source).withTarget(target);
    return new Outcome(
        done.size() + " statements brought the target after the source" + named(copied), facts);
  }

  /**
   * Copies under a snapshot of now what the journal has as not done: tables that were emptied, and
   * new ones, which may be old ones under another name. The applier leaves out what their copies
   * show already.
   */
  private static List<TableId> copyAgain(Job job) {
    List<TableId> pending = job.stages().load().pending(job.pairing());
    if (!pending.isEmpty()) {
      try {
        job.stages()
            .load()
            .load(job.pairing(), () -> job.stages().change().snapshot(job.present()), job.meter());
      } catch (MigrationException e) {
        Drift.explain(job, e);
      }
    }
    return pending;
  }

  private static String named(List<TableId> copied) {
    String first =
        copied.stream().limit(NAMED).map(TableId::toString).collect(Collectors.joining(", "));
    int more = copied.size() - NAMED;
    return copied.isEmpty() ? "" : "; copied " + first + (more > 0 ? " and " + more + " more" : "");
  }

  private static List<Ddl> half(Job job, Half half) {
    return job.schema().amend(job.pairing(), half, job.meter());
  }
}
