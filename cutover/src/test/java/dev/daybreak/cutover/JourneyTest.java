package dev.daybreak.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.route.Side;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JourneyTest {
  private static final Event DONE = new Event.Done();
  private static final State READY =
      new State(Phase.READY, Step.READY, Standing.RUNNING, Side.SOURCE);

  @Test
  void theStraightWayEndsAtReady() {
    State state = run(State.INITIAL);
    assertThat(state).isEqualTo(READY);
  }

  @Test
  void aCutoverEndsAtTheReverseStreamWithTheTargetActive() {
    State state = run(request(READY, Request.CUTOVER));
    assertThat(state)
        .isEqualTo(new State(Phase.REVERSE, Step.REVERSING, Standing.RUNNING, Side.TARGET));
  }

  @Test
  void aRollbackEndsAtAForwardStreamThatIsValidatedAnew() {
    State reverse = run(request(READY, Request.CUTOVER));
    assertThat(run(request(reverse, Request.ROLLBACK))).isEqualTo(READY);
  }

  @Test
  void everyCrashBeforeTheCommitPointRestoresAndEveryOneAfterItGoesForward() {
    for (Step step : Journey.switchSteps()) {
      State here = new State(Phase.CUTOVER, step, Standing.RUNNING, Side.SOURCE);
      Step then = Journey.next(here, new Event.Interrupted()).orElseThrow().step();
      if (step.isBeforeCommit()) {
        assertThat(then).as(step.name()).isEqualTo(Step.RESTORE);
      } else {
        assertThat(then).as(step.name()).isEqualTo(step == Step.COMMIT ? Step.RESOLVE : step);
      }
    }
  }

  @Test
  void aFailureNeverLeavesASwitchHalfWay() {
    for (Step step : Journey.switchSteps()) {
      for (boolean retry : new boolean[] {true, false}) {
        State here = new State(Phase.ROLLBACK, step, Standing.RUNNING, Side.TARGET);
        State then = Journey.next(here, new Event.Failed(retry)).orElseThrow();
        assertThat(then.standing()).isEqualTo(Standing.RUNNING);
        if (step.isBeforeCommit()) {
          assertThat(run(then).phase()).isEqualTo(Phase.REVERSE);
        } else if (step.isAfterCommit()) {
          assertThat(then.step()).isEqualTo(step);
        }
      }
    }
  }

  @Test
  void whatFailedWhileItWasProvenIsProvenAnewWhenResumed() {
    for (Phase phase : List.of(Phase.VALIDATE, Phase.READY)) {
      Step step = phase == Phase.READY ? Step.READY : Step.COMPARE_ROWS;
      State failed = new State(phase, step, Standing.FAILED, Side.SOURCE);
      assertThat(request(failed, Request.RESUME))
          .isEqualTo(new State(Phase.VALIDATE, Step.WATCH_CHANGES, Standing.RUNNING, Side.SOURCE));
      State paused = new State(phase, step, Standing.PAUSED, Side.SOURCE);
      assertThat(request(paused, Request.RESUME).step()).isEqualTo(step);
    }
  }

  @Test
  void anAcceptedChangeOfTheSchemaIsCarriedOverAndEverythingProvenAnew() {
    for (Phase phase : List.of(Phase.CATCH_UP, Phase.VALIDATE, Phase.READY)) {
      State failed = new State(phase, Step.READY, Standing.FAILED, Side.SOURCE);
      State amending = request(failed, Request.ACCEPT_DDL);
      assertThat(amending.step()).isEqualTo(Step.AMEND_SCHEMA);
      assertThat(amending.standing()).isEqualTo(Standing.RUNNING);
      assertThat(Journey.next(amending, DONE).orElseThrow().step()).isEqualTo(Step.WATCH_CHANGES);
      assertThat(run(amending)).isEqualTo(READY);
      State refused = Journey.next(amending, new Event.Failed(false)).orElseThrow();
      assertThat(refused.standing()).isEqualTo(Standing.FAILED);
      assertThat(request(refused, Request.ABORT).phase()).isEqualTo(Phase.ABORTING);
      assertThat(request(refused, Request.RESUME).step()).isEqualTo(Step.AMEND_SCHEMA);
    }
    assertThat(Journey.next(READY, new Event.Requested(Request.ACCEPT_DDL))).isEmpty();
    State loading = new State(Phase.LOAD, Step.COPY_ROWS, Standing.FAILED, Side.SOURCE);
    assertThat(Journey.next(loading, new Event.Requested(Request.ACCEPT_DDL))).isEmpty();
  }

  @Test
  void theStreamBackIsProvenAnewWhenAskedOrBrokenAndClientsStayWhereTheyAre() {
    State reversing = run(request(READY, Request.CUTOVER));
    State asked = request(reversing, Request.VALIDATE);
    assertThat(asked.step()).isEqualTo(Step.COMPARE_ROWS);
    assertThat(run(asked)).isEqualTo(reversing);
    for (Step step : List.of(Step.REVERSING, Step.COMPARE_ROWS, Step.WATCH_CHANGES)) {
      State broken = new State(Phase.REVERSE, step, Standing.FAILED, Side.TARGET);
      State resumed = request(broken, Request.RESUME);
      assertThat(resumed.step()).isEqualTo(Step.WATCH_CHANGES);
      assertThat(run(resumed)).isEqualTo(reversing);
      assertThat(Journey.next(broken, new Event.Requested(Request.ROLLBACK))).isEmpty();
    }
  }

  @Test
  void anUncommittedRouteFoundAfterACrashIsRestored() {
    State resolve = new State(Phase.CUTOVER, Step.RESOLVE, Standing.RUNNING, Side.SOURCE);
    assertThat(Journey.next(resolve, new Event.Failed(false)).orElseThrow().step())
        .isEqualTo(Step.RESTORE);
    assertThat(Journey.next(resolve, DONE).orElseThrow().active()).isEqualTo(Side.TARGET);
  }

  @Test
  void theActiveSideChangesNowhereButAtTheCommitPoint() {
    for (Phase phase : Phase.values()) {
      for (Step step : Step.values()) {
        for (Event event : events()) {
          State here = new State(phase, step, Standing.RUNNING, Side.SOURCE);
          Optional<State> next = Journey.next(here, event);
          if (next.isPresent() && next.get().active() != Side.SOURCE) {
            assertThat(EnumSet.of(Step.COMMIT, Step.RESOLVE)).contains(step);
            assertThat(event).isEqualTo(DONE);
          }
        }
      }
    }
  }

  @Test
  void requestsOutOfPlaceAreRefused() {
    State loading = new State(Phase.LOAD, Step.COPY_ROWS, Standing.RUNNING, Side.SOURCE);
    assertThat(Journey.next(loading, new Event.Requested(Request.CUTOVER))).isEmpty();
    assertThat(Journey.next(loading, new Event.Requested(Request.ROLLBACK))).isEmpty();
    State switching = new State(Phase.CUTOVER, Step.HOLD, Standing.RUNNING, Side.SOURCE);
    assertThat(Journey.next(switching, new Event.Requested(Request.PAUSE))).isEmpty();
    assertThat(Journey.next(switching, new Event.Requested(Request.ABORT))).isEmpty();
    State reversing = new State(Phase.REVERSE, Step.REVERSING, Standing.RUNNING, Side.TARGET);
    assertThat(Journey.next(reversing, new Event.Requested(Request.ABORT))).isEmpty();
  }

  private static List<Event> events() {
    List<Event> events =
        new ArrayList<>(List.of(DONE, new Event.Interrupted(), new Event.Broken()));
    events.add(new Event.Failed(true));
    events.add(new Event.Failed(false));
    for (Request request : Request.values()) {
      events.add(new Event.Requested(request));
    }
    return events;
  }

  private static State request(State state, Request request) {
    return Journey.next(state, new Event.Requested(request)).orElseThrow();
  }

  /** Every step succeeds until a rest. */
  private static State run(State state) {
    State here = state;
    for (int i = 0; i < 100 && !here.step().isRest(); i++) {
      here = Journey.next(here, DONE).orElseThrow();
    }
    return here;
  }
}
