package dev.daybreak.app.run;

import dev.daybreak.control.MigrationView;
import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.route.Side;
import java.util.Objects;

/** What has become of a request. */
public enum Outcome {
  /** Nothing is decided yet. */
  PENDING,
  /** What was asked for has happened. */
  REACHED,
  /** It will not happen; the migration's failure says why. */
  FAILED;

  /**
   * Judges by what was seen before and what is seen now. A switch that was undone is told from one
   * not begun yet by the failure it leaves.
   *
   * @param request what was asked
   * @param before the migration when it was asked
   * @param now the migration now
   */
  public static Outcome of(Request request, MigrationView before, MigrationView now) {
    if (reached(request, before, now)) {
      return REACHED;
    }
    boolean newFailure = now.failure() != null && !Objects.equals(now.failure(), before.failure());
    boolean stands = now.state().standing() == Standing.FAILED;
    boolean undone =
        (request == Request.CUTOVER && now.state().step() == Step.READY)
            || (request == Request.ROLLBACK && now.state().step() == Step.REVERSING);
    return newFailure && (stands || undone) ? FAILED : PENDING;
  }

  private static boolean reached(Request request, MigrationView before, MigrationView now) {
    Phase phase = now.state().phase();
    return switch (request) {
      case PAUSE -> now.state().standing() == Standing.PAUSED;
      case RESUME -> now.state().standing() == Standing.RUNNING;
      case ACCEPT_DDL ->
          now.state().standing() == Standing.RUNNING && now.state().step() != Step.AMEND_SCHEMA;
      case VALIDATE ->
          now.state().step() == before.state().step()
              && now.state().standing() == Standing.RUNNING
              && now.updatedAt().isAfter(before.updatedAt());
      case CUTOVER -> phase == Phase.REVERSE || phase == Phase.FINISHING || phase == Phase.DONE;
      case ROLLBACK -> phase != Phase.ROLLBACK && now.state().active() == Side.SOURCE;
      case FINISH -> phase == Phase.DONE;
      case ABORT -> phase == Phase.ABORTED;
    };
  }
}
