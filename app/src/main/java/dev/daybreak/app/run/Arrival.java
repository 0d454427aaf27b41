package dev.daybreak.app.run;

import dev.daybreak.control.Failure;
import dev.daybreak.control.MigrationView;
import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.Step;
import java.time.Duration;
import java.time.Instant;

/** Tells migrations that have arrived, or cannot any more, from those under way. Pure. */
public final class Arrival {
  /** Longer than the pause between two automatic cutovers. */
  private static final Duration RETRY_MAX = Duration.ofSeconds(30);

  private Arrival() {}

  /** Whether clients are on the target and the reverse stream runs, or ran. */
  public static boolean onTarget(MigrationView view) {
    Phase phase = view.state().phase();
    return (phase == Phase.REVERSE && view.state().standing() == Standing.RUNNING)
        || phase == Phase.DONE;
  }

  /** Whether it waits at READY for somebody to ask for the cutover. */
  public static boolean ready(MigrationView view) {
    return view.state().step() == Step.READY
        && view.state().standing() == Standing.RUNNING
        && !view.spec().autoCutover();
  }

  /** Whether nothing more will happen unless a person does something. */
  public static boolean stuck(MigrationView view, Instant now) {
    if (view.state().standing() == Standing.FAILED || view.state().phase() == Phase.ABORTED) {
      return true;
    }
    Failure failure = view.failure();
    return failure != null
        && view.state().step() == Step.READY
        && view.spec().autoCutover()
        && failure.at().plus(RETRY_MAX).isBefore(now);
  }
}
