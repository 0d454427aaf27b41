package dev.daybreak.proxy.pool;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.time.Duration;

/**
 * How server connections of one database are pooled. A duration of zero means no limit.
 *
 * @param mode how long a client keeps one
 * @param serversMax most connections for one user, at least 1; without a pool not limited
 * @param serversMin idle connections of one user that are kept past their idle time
 * @param serverIdle an idle connection is closed after this
 * @param serverLifetime a connection this old is closed when it is given back
 * @param queryWait longest wait for a connection
 * @param queueMax most clients of one user that wait at a time
 * @param clientIdle a client that is silent for this long between transactions is disconnected
 */
public record PoolOptions(
    PoolMode mode,
    int serversMax,
    int serversMin,
    Duration serverIdle,
    Duration serverLifetime,
    Duration queryWait,
    int queueMax,
    Duration clientIdle) {
  /** Every client has a server connection of its own. */
  public static final PoolOptions NONE =
      new PoolOptions(
          PoolMode.NONE,
          20,
          0,
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofMinutes(2),
          10_000,
          Duration.ZERO);

  public PoolOptions {
    if (serversMax < 1 || serversMin < 0 || serversMin > serversMax || queueMax < 0) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "a pool needs serversMax of at least 1, serversMin from 0 to serversMax and queueMax of"
              + " at least 0.",
          "Correct the pool's limits.");
    }
  }

  /** Whether connections are lent to one client after the other. */
  public boolean pooled() {
    return mode != PoolMode.NONE;
  }
}
