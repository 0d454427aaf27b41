package dev.daybreak.proxy.pool;

import java.util.List;

/**
 * What one user's pool holds at a moment.
 *
 * @param user login role
 * @param lent server connections that clients use
 * @param idle server connections that wait for a client
 * @param opening server connections being opened
 * @param waiting clients that wait for one
 * @param oldestWaitNanos how long the first of them has waited
 * @param idlePids process ids of the idle server sessions
 */
public record PoolView(
    String user,
    int lent,
    int idle,
    int opening,
    int waiting,
    long oldestWaitNanos,
    List<Integer> idlePids) {
  public PoolView {
    idlePids = List.copyOf(idlePids);
  }

  /** A user without a pool. */
  public static PoolView none(String user) {
    return new PoolView(user, 0, 0, 0, 0, 0, List.of());
  }
}
