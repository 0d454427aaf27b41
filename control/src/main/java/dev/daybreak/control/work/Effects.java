package dev.daybreak.control.work;

import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.error.MigrationException;

/** Which effect is behind which step. */
final class Effects {
  private Effects() {}

  static Outcome run(Step step, Job job) {
    return switch (step) {
      case INSPECT -> CopyEffects.inspect(job);
      case CREATE_SCHEMA -> CopyEffects.createSchema(job);
      case PREPARE_CAPTURE -> CopyEffects.prepareCapture(job);
      case COPY_ROWS -> CopyEffects.copyRows(job);
      case CREATE_INDEXES -> CopyEffects.createIndexes(job);
      case VERIFY_SCHEMA -> CopyEffects.verifySchema(job);
      case CATCH_UP -> CopyEffects.catchUp(job);
      case AMEND_SCHEMA -> AmendEffects.amend(job);
      case WATCH_CHANGES -> CopyEffects.watchChanges(job);
      case COMPARE_ROWS -> CopyEffects.compareRows(job);
      case CHECK_GATES -> SwitchGates.check(job);
      case PREPARE_RETURN -> SwitchEffects.prepareReturn(job);
      case ARM -> SwitchEffects.arm(job);
      case DRAIN -> SwitchEffects.drain(job);
      case HOLD -> SwitchEffects.hold(job);
      case FENCE -> SwitchEffects.fence(job);
      case SENTINEL -> SwitchEffects.sentinel(job);
      case MATCH_CHANGES -> SwitchEffects.matchChanges(job);
      case SYNC_SEQUENCES -> SwitchEffects.syncSequences(job);
      case COMMIT -> SwitchEffects.commit(job);
      case RESOLVE -> SwitchEffects.resolve(job);
      case OPEN -> SwitchEffects.open(job);
      case CLOSE -> SwitchEffects.close(job);
      case START_RETURN -> SwitchEffects.startReturn(job);
      case RESTORE -> SwitchEffects.restore(job);
      case DISMANTLE -> EndEffects.dismantle(job);
      case CLEAN_UP -> EndEffects.cleanUp(job);
      case READY, REVERSING, FINISHED, CLEANED ->
          throw MigrationException.bug(step + " is a rest, not an effect");
    };
  }
}
