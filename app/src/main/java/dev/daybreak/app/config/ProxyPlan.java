package dev.daybreak.app.config;

import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.ProxyOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy without a control store serves.
 *
 * @param options how it runs; read at the start only
 * @param admins users who may do everything in the console; read at the start only
 * @param watchers users who may look there; read at the start only
 * @param metrics where metrics are published; null for nowhere; read at the start only
 * @param databases what it serves and how, in the file's order
 */
public record ProxyPlan(
    ProxyOptions options,
    Set<String> admins,
    Set<String> watchers,
    @Nullable ListenAddress metrics,
    Map<RouteBinding, ProxyService> databases) {
  public ProxyPlan {
    admins = Set.copyOf(admins);
    watchers = Set.copyOf(watchers);
    databases = Collections.unmodifiableMap(new LinkedHashMap<>(databases));
  }

  /** Whether another plan differs in what only a start takes up. */
  public boolean needsRestart(ProxyPlan other) {
    return !options.equals(other.options)
        || !admins.equals(other.admins)
        || !watchers.equals(other.watchers)
        || !Objects.equals(metrics, other.metrics);
  }
}
