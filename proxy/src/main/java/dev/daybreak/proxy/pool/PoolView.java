package dev.daybreak.proxy.pool;

/**
 * What one user's pool holds at a moment.
 *
 * @param user login role
 * @param lent server connections that clients use
 * @param idle server connections that wait for a client
 * @param opening server connections being opened
 * @param waiting clients that wait for one
 * @param oldestWaitNanos how long the first of them has waited
 * @param paused whether nothing is lent
 */
public record PoolView(
    String user,
    int lent,
    int idle,
    int opening,
    int waiting,
    long oldestWaitNanos,
    boolean paused) {}
