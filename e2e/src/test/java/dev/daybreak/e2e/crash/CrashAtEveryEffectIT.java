package dev.daybreak.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.route.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed at every effect of a switch, there and back, under traffic. Before the
 * commit point the switch is undone, from it on finished; never do both sides take writes, and no
 * acknowledged write is lost or doubled.
 */
class CrashAtEveryEffectIT {
  @TempDir Path work;

  @Test
  @Timeout(1500)
  void undoesBeforeTheCommitPointAndFinishesAfterIt() {
    List<Trial> trials = Trial.all();
    try (CrashScene scene = new CrashScene(work)) {
      scene.start(trials.get(0).first());
      Side active = Side.SOURCE;
      for (int i = 0; i < trials.size(); i++) {
        scene.awaitRest(rest(active));
        String next = i + 1 < trials.size() ? trials.get(i + 1).first() : "";
        active = kill(scene, trials.get(i), active, next);
      }
      if (active == Side.TARGET) {
        scene.ask(Request.ROLLBACK);
      }
      assertThat(scene.awaitRest(Step.READY).facts().rowsValidated()).isPositive();
      scene.proveNothingLost();
    }
  }

  /**
   * Asks for a switch, lets it die, and starts it again, armed for the next; who is active then.
   */
  private static Side kill(CrashScene scene, Trial trial, Side active, String next) {
    Side then = trial.committed() ? active.other() : active;
    scene.ask(active == Side.SOURCE ? Request.CUTOVER : Request.ROLLBACK);
    for (int i = 0; i < trial.places().size(); i++) {
      scene.awaitDeath();
      Set<Side> writable = scene.writable();
      assertThat(writable).as("writable after " + trial).hasSizeLessThanOrEqualTo(1);
      assertThat(writable).as("writable after " + trial).doesNotContain(then.other());
      scene.start(i + 1 < trial.places().size() ? trial.places().get(i + 1) : next);
    }
    Instant started = Instant.now();
    assertThat(scene.awaitRest(rest(then)).state().active()).isEqualTo(then);
    long millis = Duration.between(started, Instant.now()).toMillis();
    assertThat(scene.writable()).as("writable at rest after " + trial).containsExactly(then);
    System.out.printf(
        "%-45s %s from %s: %s is active, %d ms to mend%n",
        trial.places(),
        active == Side.SOURCE ? Phase.CUTOVER : Phase.ROLLBACK,
        active,
        then,
        millis);
    return then;
  }

  private static Step rest(Side active) {
    return active == Side.SOURCE ? Step.READY : Step.REVERSING;
  }
}
