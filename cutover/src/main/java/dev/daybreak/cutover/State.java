package dev.daybreak.cutover;

import dev.daybreak.kernel.route.Side;

/**
 * The durable state of a migration, as far as transitions depend on it.
 *
 * @param phase where on the journey
 * @param step what is done or waited for
 * @param standing whether it moves
 * @param active the side that serves clients; changes only with the route
 */
public record State(Phase phase, Step step, Standing standing, Side active) {
  /** Where every migration begins. */
  public static final State INITIAL =
      new State(Phase.PREFLIGHT, Step.INSPECT, Standing.RUNNING, Side.SOURCE);

  State at(Phase nextPhase, Step nextStep) {
    return new State(nextPhase, nextStep, Standing.RUNNING, active);
  }

  State standing(Standing next) {
    return new State(phase, step, next, active);
  }

  State active(Side next) {
    return new State(phase, step, standing, next);
  }
}
