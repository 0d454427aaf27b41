package dev.daybreak.validate;

import dev.daybreak.kernel.AlignedCut;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.kernel.stage.ValidateStage;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.validate.batch.BatchRun;
import dev.daybreak.validate.core.ValidateOptions;
import dev.daybreak.validate.live.LiveWitness;
import dev.daybreak.validate.live.TapSlots;
import dev.daybreak.validate.live.TargetPublication;
import dev.daybreak.validate.live.WatchNote;

/**
 * Validation between two PostgreSQL servers, with readers and decoders of its own. Stateless and
 * thread-safe; several batches and watches may run at once.
 */
public final class PostgresValidateStage implements ValidateStage {
  private final ValidateOptions options;

  /** A stage that works under these options. */
  public PostgresValidateStage(ValidateOptions options) {
    this.options = options;
  }

  @Override
  public BatchVerdict batch(Pairing pairing, AlignedCut cut, Progress progress) {
    return new BatchRun(pairing, cut, options, progress).run();
  }

  @Override
  public void publish(StreamSpec spec) {
    new TargetPublication(spec).ensure();
  }

  @Override
  public void prepare(StreamSpec spec) {
    new TapSlots(spec).prepare();
  }

  @Override
  public Witness watch(StreamSpec spec) {
    return LiveWitness.start(spec, options);
  }

  @Override
  public void dismantle(StreamSpec spec) {
    new TapSlots(spec).drop();
    new WatchNote(options.workDirectory(), spec.channel()).forget();
  }
}
