package dev.daybreak.app.config;

import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.ProxyOptions;
import dev.daybreak.proxy.pool.PoolOptions;
import java.util.Map;

/**
 * What a proxy without a control store serves.
 *
 * @param options how it runs; read at the start only
 * @param databases what it serves and how that is pooled, in the file's order
 */
public record ProxyPlan(ProxyOptions options, Map<RouteBinding, PoolOptions> databases) {
  public ProxyPlan {
    databases = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(databases));
  }
}
