package dev.daybreak.kernel.route;

import java.time.Instant;

/**
 * Where a database's clients go, as stored in the control store. A proxy acts on the newest epoch
 * only. Epochs grow and are never reused; within one epoch the state only moves SERVING → ARMED →
 * DRAINING → HOLDING. Ending a switch, either way, is a new epoch that is SERVING.
 *
 * @param name the route's name: the migration's
 * @param epoch generation, from 1
 * @param state what proxies are asked to do
 * @param active the side that serves clients; while HOLDING still the old one
 * @param deadline while not SERVING: when a proxy that sees no newer route asks the store, and with
 *     the store away resumes towards the active side (harmless: a fenced side refuses writes); at
 *     SERVING without meaning
 */
public record Route(String name, long epoch, RouteState state, Side active, Instant deadline) {
  public Route {
    if (epoch < 1) {
      throw new IllegalArgumentException("an epoch is at least 1, not " + epoch);
    }
  }

  /** Whether this is a later order than the other one. */
  public boolean supersedes(Route other) {
    return epoch > other.epoch || (epoch == other.epoch && state.compareTo(other.state) > 0);
  }
}
