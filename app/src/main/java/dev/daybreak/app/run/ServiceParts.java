package dev.daybreak.app.run;

import dev.daybreak.proxy.ProxyOptions;

/**
 * What a process runs.
 *
 * @param workers whether it carries migrations out
 * @param proxies whether it serves clients
 * @param proxy how it meets them
 */
public record ServiceParts(boolean workers, boolean proxies, ProxyOptions proxy) {
  /** Workers only. */
  public static final ServiceParts WORKERS = new ServiceParts(true, false, ProxyOptions.defaults());

  /** Both. */
  public static ServiceParts all(ProxyOptions proxy) {
    return new ServiceParts(true, true, proxy);
  }

  /** Proxies only. */
  public static ServiceParts proxies(ProxyOptions proxy) {
    return new ServiceParts(false, true, proxy);
  }
}
