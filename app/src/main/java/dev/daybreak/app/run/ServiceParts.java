package dev.daybreak.app.run;

import dev.daybreak.proxy.ProxyOptions;

/**
 * What a process runs.
 *
 * @param workers whether it carries migrations out
 * @param proxies whether it serves clients
 * @param proxy how it meets them
 * @param sampling what it records of their statements
 */
public record ServiceParts(
    boolean workers, boolean proxies, ProxyOptions proxy, Sampling sampling) {
  /** Workers only. */
  public static final ServiceParts WORKERS =
      new ServiceParts(true, false, ProxyOptions.defaults(), Sampling.NONE);

  /** Both. */
  public static ServiceParts all(ProxyOptions proxy) {
    return new ServiceParts(true, true, proxy, Sampling.NONE);
  }

  /** Proxies only. */
  public static ServiceParts proxies(ProxyOptions proxy) {
    return new ServiceParts(false, true, proxy, Sampling.NONE);
  }

  /** The same with statements recorded. */
  public ServiceParts with(Sampling other) {
    return new ServiceParts(workers, proxies, proxy, other);
  }
}
