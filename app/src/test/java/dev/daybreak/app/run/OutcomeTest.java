package dev.daybreak.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.Facts;
import dev.daybreak.control.Failure;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.Ownership;
import dev.daybreak.control.Reading;
import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.State;
import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.SchemaChoices;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Failure OLD = failure("LAG_TOO_HIGH", T0);
  private static final Failure NEW = failure("DRAIN_BUDGET", T0.plusSeconds(1));

  @Test
  void aCutoverThatWasUndoneIsToldFromOneNotBegun() {
    MigrationView before = view(Phase.READY, Step.READY, Side.SOURCE, OLD);
    assertThat(Outcome.of(Request.CUTOVER, before, before)).isEqualTo(Outcome.PENDING);
    assertThat(
            Outcome.of(
                Request.CUTOVER, before, view(Phase.CUTOVER, Step.RESTORE, Side.SOURCE, NEW)))
        .isEqualTo(Outcome.PENDING);
    assertThat(Outcome.of(Request.CUTOVER, before, view(Phase.READY, Step.READY, Side.SOURCE, NEW)))
        .isEqualTo(Outcome.FAILED);
    assertThat(
            Outcome.of(
                Request.CUTOVER, before, view(Phase.REVERSE, Step.REVERSING, Side.TARGET, null)))
        .isEqualTo(Outcome.REACHED);
  }

  @Test
  void aRollbackIsReachedWhenClientsAreOnTheSourceAgain() {
    MigrationView before = view(Phase.REVERSE, Step.REVERSING, Side.TARGET, null);
    assertThat(Outcome.of(Request.ROLLBACK, before, before)).isEqualTo(Outcome.PENDING);
    assertThat(
            Outcome.of(
                Request.ROLLBACK, before, view(Phase.ROLLBACK, Step.CLOSE, Side.SOURCE, null)))
        .isEqualTo(Outcome.PENDING);
    assertThat(
            Outcome.of(
                Request.ROLLBACK,
                before,
                view(Phase.VALIDATE, Step.COMPARE_ROWS, Side.SOURCE, null)))
        .isEqualTo(Outcome.REACHED);
  }

  @Test
  void aMigrationIsStuckWhenItFailedOrWhenAutomaticCutoversHaveStopped() {
    MigrationView auto = view(Phase.READY, Step.READY, Side.SOURCE, NEW);
    assertThat(Arrival.stuck(auto, T0.plusSeconds(2))).isFalse();
    assertThat(Arrival.stuck(auto, T0.plusSeconds(60))).isTrue();
    assertThat(Arrival.ready(auto)).isFalse();
    assertThat(Arrival.onTarget(view(Phase.REVERSE, Step.REVERSING, Side.TARGET, null))).isTrue();
  }

  private static Failure failure(String name, Instant at) {
    return new Failure("DAY-5", name, "no", "", "CHECK_GATES", at);
  }

  private static MigrationView view(
      Phase phase, Step step, Side active, @Nullable Failure failure) {
    EndpointSpec end = new EndpointSpec("h", 1, "d", "u", "", Map.of());
    MigrationSpec spec =
        new MigrationSpec(
            "shop", end, end, "h", 1, Ownership.NONE, Gates.DEFAULT, true, SchemaChoices.NONE);
    return new MigrationView(
        spec,
        new State(phase, step, Standing.RUNNING, active),
        1,
        failure,
        Reading.none(T0),
        Facts.NONE,
        T0);
  }
}
