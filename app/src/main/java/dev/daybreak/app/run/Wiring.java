package dev.daybreak.app.run;

import dev.daybreak.control.Stages;
import dev.daybreak.kernel.stage.PreflightStage;
import java.nio.file.Path;

/** Makes the stages: the only place that knows which classes implement them. */
public final class Wiring {
  private Wiring() {}

  /** All stages of a worker. */
  public static Stages stages(Path work) {
    throw new UnsupportedOperationException();
  }

  /** The pre-flight alone. */
  public static PreflightStage preflight() {
    throw new UnsupportedOperationException();
  }
}
