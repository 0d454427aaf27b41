package dev.daybreak.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.control.MigrationView;
import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.route.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed before and after each long step of the copy, and in the middle of building
 * keys and indexes; it goes on to READY.
 */
class CrashWhileCopyingIT {
  private static final List<Step> STEPS =
      List.of(
          Step.PREPARE_CAPTURE,
          Step.COPY_ROWS,
          Step.CREATE_INDEXES,
          Step.WATCH_CHANGES,
          Step.COMPARE_ROWS);

  /** When the first statement of each of these has just been done, others under way. */
  private static final List<String> BUILDING = List.of("primary keys", "indexes", "analysis");

  @TempDir Path work;

  @Test
  @Timeout(900)
  void goesOnWhereItWasKilledAndArrivesAtReady() {
    try (CrashScene scene = new CrashScene(work)) {
      for (String place : places()) {
        scene.start(place);
        scene.awaitDeath();
        assertThat(scene.writable()).as("writable " + place).containsExactly(Side.SOURCE);
      }
      scene.start("");
      MigrationView ready = scene.awaitRest(Step.READY);
      assertThat(ready.facts().rowsLoaded()).isPositive();
      assertThat(ready.facts().rowsValidated()).isPositive();
      assertThat(scene.keysAndIndexes(Side.TARGET))
          .hasSizeGreaterThan(3)
          .isEqualTo(scene.keysAndIndexes(Side.SOURCE));
      scene.proveNothingLost();
    }
  }

  private static List<String> places() {
    List<String> places = new ArrayList<>();
    STEPS.forEach(
        step -> {
          places.add("before:" + step);
          if (step == Step.CREATE_INDEXES) {
            BUILDING.forEach(stage -> places.add("during:" + stage));
          }
          places.add("after:" + step);
        });
    return places;
  }
}
