package dev.daybreak.cutover;

import static dev.daybreak.cutover.Phase.ABORTED;
import static dev.daybreak.cutover.Phase.ABORTING;
import static dev.daybreak.cutover.Phase.CUTOVER;
import static dev.daybreak.cutover.Phase.DONE;
import static dev.daybreak.cutover.Phase.FINISHING;
import static dev.daybreak.cutover.Phase.LOAD;
import static dev.daybreak.cutover.Phase.PREFLIGHT;
import static dev.daybreak.cutover.Phase.REVERSE;
import static dev.daybreak.cutover.Phase.ROLLBACK;
import static dev.daybreak.cutover.Phase.SCHEMA;
import static dev.daybreak.cutover.Phase.VALIDATE;

import java.util.List;
import java.util.Optional;

/**
 * The table of transitions. Rules, in order of weight:
 *
 * <ol>
 *   <li>Before the commit point every failure, crash or abort goes to {@link Step#RESTORE} and ends
 *       at the resting step the switch began from.
 *   <li>After it a step is repeated until it succeeds.
 *   <li>Elsewhere a failed step is repeated while that is safe, then the migration stands FAILED at
 *       that step; {@code resume} repeats it, and with it the whole proof where it was being
 *       proven.
 * </ol>
 */
public final class Journey {
  /** A place on the journey. */
  private record Place(Phase phase, Step step) {}

  /** The straight way, up to the first rest. */
  private static final List<Place> OUTWARD =
      List.of(
          new Place(PREFLIGHT, Step.INSPECT),
          new Place(SCHEMA, Step.CREATE_SCHEMA),
          new Place(LOAD, Step.PREPARE_CAPTURE),
          new Place(LOAD, Step.COPY_ROWS),
          new Place(LOAD, Step.CREATE_INDEXES),
          new Place(LOAD, Step.VERIFY_SCHEMA),
          new Place(Phase.CATCH_UP, Step.CATCH_UP),
          new Place(VALIDATE, Step.WATCH_CHANGES),
          new Place(VALIDATE, Step.COMPARE_ROWS),
          new Place(Phase.READY, Step.READY));

  /** The proof of the reverse stream, where it is asked for or was broken. */
  private static final List<Place> BACKWARD =
      List.of(
          new Place(REVERSE, Step.WATCH_CHANGES),
          new Place(REVERSE, Step.COMPARE_ROWS),
          new Place(REVERSE, Step.REVERSING));

  /** The order of a switch, in either direction. */
  private static final List<Step> SWITCH =
      List.of(
          Step.CHECK_GATES,
          Step.PREPARE_RETURN,
          Step.ARM,
          Step.DRAIN,
          Step.HOLD,
          Step.FENCE,
          Step.SENTINEL,
          Step.MATCH_CHANGES,
          Step.SYNC_SEQUENCES,
          Step.COMMIT,
          Step.OPEN,
          Step.CLOSE,
          Step.START_RETURN);

  private Journey() {}

  /** The steps of a switch in order: for dry runs and progress. */
  public static List<Step> switchSteps() {
    return SWITCH;
  }

  /**
   * The next state, or empty when the event has no place here: a request that must be refused, an
   * event of a worker that is late.
   */
  public static Optional<State> next(State state, Event event) {
    if (event instanceof Event.Done) {
      return done(state);
    } else if (event instanceof Event.Failed failed) {
      return Optional.of(failed(state, failed.retry()));
    } else if (event instanceof Event.Interrupted) {
      return Optional.of(interrupted(state));
    } else if (event instanceof Event.Broken) {
      return state.step().isRest()
          ? Optional.of(state.standing(Standing.FAILED))
          : Optional.empty();
    }
    return requested(state, ((Event.Requested) event).request());
  }

  private static Optional<State> done(State state) {
    if (state.phase().isSwitch()) {
      return switched(state);
    }
    if (state.phase() == FINISHING) {
      return Optional.of(state.at(DONE, Step.FINISHED));
    }
    if (state.phase() == ABORTING) {
      return Optional.of(state.at(ABORTED, Step.CLEANED));
    }
    if (state.step() == Step.AMEND_SCHEMA) {
      return Optional.of(state.at(VALIDATE, Step.WATCH_CHANGES));
    }
    List<Place> way = state.phase() == REVERSE ? BACKWARD : OUTWARD;
    int here = way.indexOf(new Place(state.phase(), state.step()));
    if (here < 0 || here == way.size() - 1) {
      return Optional.empty();
    }
    Place next = way.get(here + 1);
    return Optional.of(state.at(next.phase(), next.step()));
  }

  private static Optional<State> switched(State state) {
    return switch (state.step()) {
      case RESTORE -> Optional.of(before(state));
      case COMMIT, RESOLVE ->
          Optional.of(state.active(state.active().other()).at(state.phase(), Step.OPEN));
      case START_RETURN -> Optional.of(after(state));
      default -> {
        int here = SWITCH.indexOf(state.step());
        yield here < 0
            ? Optional.empty()
            : Optional.of(state.at(state.phase(), SWITCH.get(here + 1)));
      }
    };
  }

  /** The rest a switch began from. */
  private static State before(State state) {
    return state.phase() == CUTOVER
        ? state.at(Phase.READY, Step.READY)
        : state.at(REVERSE, Step.REVERSING);
  }

  /** Where a finished switch leads: to the reverse stream, or back to a validated forward one. */
  private static State after(State state) {
    return state.phase() == CUTOVER
        ? state.at(REVERSE, Step.REVERSING)
        : state.at(VALIDATE, Step.COMPARE_ROWS);
  }

  private static State failed(State state, boolean retry) {
    if (state.step().isBeforeCommit() || state.step() == Step.RESOLVE) {
      return state.at(state.phase(), Step.RESTORE);
    }
    if (state.step() == Step.COMMIT) {
      return state.at(state.phase(), Step.RESOLVE);
    }
    if (retry || state.step().isAfterCommit() || state.step() == Step.RESTORE) {
      return state;
    }
    return state.standing(Standing.FAILED);
  }

  private static State interrupted(State state) {
    if (state.step().isBeforeCommit()) {
      return state.at(state.phase(), Step.RESTORE);
    }
    return state.step() == Step.COMMIT ? state.at(state.phase(), Step.RESOLVE) : state;
  }

  private static Optional<State> requested(State state, Request request) {
    return switch (request) {
      case PAUSE ->
          given(
              !state.phase().isSwitch() && !state.phase().isOver(),
              state.standing(Standing.PAUSED));
      case RESUME -> given(state.standing() != Standing.RUNNING, resumed(state));
      case ACCEPT_DDL -> given(amendable(state), state.at(Phase.CATCH_UP, Step.AMEND_SCHEMA));
      case VALIDATE ->
          given(
              moves(state, Step.READY) || moves(state, Step.REVERSING),
              state.at(proving(state), Step.COMPARE_ROWS));
      case CUTOVER -> given(moves(state, Step.READY), state.at(CUTOVER, Step.CHECK_GATES));
      case ROLLBACK -> given(moves(state, Step.REVERSING), state.at(ROLLBACK, Step.CHECK_GATES));
      case FINISH -> given(moves(state, Step.REVERSING), state.at(FINISHING, Step.DISMANTLE));
      case ABORT -> given(abortable(state), state.at(ABORTING, Step.CLEAN_UP));
    };
  }

  /**
   * What failed while it was proven is proven anew, live validator and batch: somebody may have
   * mended rows meanwhile.
   */
  private static State resumed(State state) {
    boolean proven =
        state.phase() == VALIDATE || state.phase() == Phase.READY || state.phase() == REVERSE;
    return proven && state.standing() == Standing.FAILED
        ? state.at(proving(state), Step.WATCH_CHANGES)
        : state.standing(Standing.RUNNING);
  }

  /** Only where the target's schema has been verified: before, it is not complete. */
  private static boolean amendable(State state) {
    return state.standing() == Standing.FAILED
        && switch (state.phase()) {
          case CATCH_UP, VALIDATE, READY -> true;
          default -> false;
        };
  }

  private static Phase proving(State state) {
    return state.phase() == REVERSE ? REVERSE : VALIDATE;
  }

  private static boolean moves(State state, Step step) {
    return state.step() == step && state.standing() == Standing.RUNNING;
  }

  /** Only while clients are on the source and no switch is on its way. */
  private static boolean abortable(State state) {
    return switch (state.phase()) {
      case PREFLIGHT, SCHEMA, LOAD, CATCH_UP, VALIDATE, READY -> true;
      case CUTOVER, REVERSE, ROLLBACK, FINISHING, DONE, ABORTING, ABORTED -> false;
    };
  }

  private static Optional<State> given(boolean condition, State state) {
    return condition ? Optional.of(state) : Optional.empty();
  }
}
