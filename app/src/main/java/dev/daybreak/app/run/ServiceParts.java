package dev.daybreak.app.run;

import dev.daybreak.proxy.ProxyOptions;
import dev.daybreak.proxy.pool.PoolOptions;

/**
 * What a process runs.
 *
 * @param workers whether it carries migrations out
 * @param proxies whether it serves clients
 * @param proxy how it meets them
 * @param pool how it pools server connections; never transaction by transaction
 * @param sampling what it records of clients' statements
 */
public record ServiceParts(
    boolean workers, boolean proxies, ProxyOptions proxy, PoolOptions pool, Sampling sampling) {
  /** Workers only. */
  public static final ServiceParts WORKERS =
      new ServiceParts(true, false, ProxyOptions.defaults(), PoolOptions.NONE, Sampling.NONE);

  /** Both. */
  public static ServiceParts all(ProxyOptions proxy) {
    return new ServiceParts(true, true, proxy, PoolOptions.NONE, Sampling.NONE);
  }

  /** Proxies only. */
  public static ServiceParts proxies(ProxyOptions proxy) {
    return new ServiceParts(false, true, proxy, PoolOptions.NONE, Sampling.NONE);
  }

  /** The same with statements recorded and connections pooled. */
  public ServiceParts with(PoolOptions pooled, Sampling recorded) {
    return new ServiceParts(workers, proxies, proxy, pooled, recorded);
  }
}
