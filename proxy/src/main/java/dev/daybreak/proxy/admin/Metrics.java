package dev.daybreak.proxy.admin;

import dev.daybreak.proxy.pool.PoolView;
import dev.daybreak.proxy.sample.Sampler;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.traffic.SessionFacts;
import dev.daybreak.proxy.traffic.Traffic;
import dev.daybreak.proxy.traffic.Traffic.Totals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Writes one page of metrics. Names and labels are explained in docs/reference/proxy.md. */
final class Metrics {
  private static final long[] LIMITS_MICROS = {
    100,
    250,
    500,
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000
  };

  private final Bypass bypass;
  private final Map<String, List<String>> lines = new LinkedHashMap<>();

  Metrics(Bypass bypass) {
    this.bypass = bypass;
  }

  /** The page; waits for the servers' session lists, seconds at most. */
  String of(Collection<RouteRuntime> routes) {
    Map<RouteRuntime, CompletableFuture<Bypass.Answer>> lists = new LinkedHashMap<>();
    routes.forEach(route -> lists.put(route, bypass.look(route)));
    routes.forEach(this::route);
    lists.forEach((route, list) -> strangers(route, list.join()));
    StringBuilder page = new StringBuilder();
    lines.forEach(
        (name, samples) -> {
          page.append("# TYPE ").append(name).append(' ').append(type(name)).append('\n');
          samples.forEach(sample -> page.append(sample).append('\n'));
        });
    return page.toString();
  }

  /** Nothing where the server could not be asked: 0 would be a claim. */
  private void strangers(RouteRuntime route, Bypass.Answer list) {
    if (list.problem().isEmpty()) {
      String database = "database=\"" + escaped(route.binding().database()) + "\"";
      add("proxy_bypassing_sessions", database, list.strangers().size());
    }
  }

  private static String type(String name) {
    if (name.equals("proxy_query_seconds")) {
      return "histogram";
    }
    return name.endsWith("_total") ? "counter" : "gauge";
  }

  private void route(RouteRuntime route) {
    String database = "database=\"" + escaped(route.binding().database()) + "\"";
    Map<String, Long> clients = new LinkedHashMap<>();
    for (SessionFacts session : route.sessions()) {
      clients.merge(session.user(), 1L, Long::sum);
    }
    clients.forEach((user, count) -> add("proxy_clients", labels(database, user), count));
    for (PoolView pool : route.pools().views()) {
      String labels = labels(database, pool.user());
      add("proxy_clients_waiting", labels, pool.waiting());
      add("proxy_servers_lent", labels, pool.lent());
      add("proxy_servers_idle", labels, pool.idle());
      add("proxy_servers_opening", labels, pool.opening());
    }
    long stuck = route.sessions().stream().filter(s -> !s.unmovable().isEmpty()).count();
    add("proxy_sessions_unmovable", database, stuck);
    Sampler sampler = route.sampler();
    if (sampler != null) {
      add("proxy_samples_total", database, sampler.taken());
      add("proxy_samples_dropped_total", database, sampler.dropped());
      add("proxy_sampling", database, sampler.on() ? 1 : 0);
    }
    route.traffic().forEach(user -> traffic(labels(database, user.user()), user));
  }

  private void traffic(String labels, Traffic user) {
    Totals totals = user.totals();
    add("proxy_transactions_total", labels, totals.transactions());
    add("proxy_queries_total", labels, totals.queries());
    add("proxy_received_bytes_total", labels, totals.received());
    add("proxy_sent_bytes_total", labels, totals.sent());
    add("proxy_transaction_seconds_total", labels, totals.transactionNanos() / 1e9);
    add("proxy_wait_seconds_total", labels, totals.waitNanos() / 1e9);
    user.lost()
        .forEach(
            (kind, times) ->
                add("proxy_state_lost_total", labels + ",set_by=\"" + escaped(kind) + "\"", times));
    String name = "proxy_query_seconds";
    for (long limit : LIMITS_MICROS) {
      long count = user.latencies().countUpTo(limit, TimeUnit.MICROSECONDS);
      sample(name, name + "_bucket", labels + ",le=\"" + limit / 1e6 + "\"", count);
    }
    long count = user.latencies().count();
    sample(name, name + "_bucket", labels + ",le=\"+Inf\"", count);
    sample(name, name + "_sum", labels, totals.queryNanos() / 1e9);
    sample(name, name + "_count", labels, count);
  }

  private static String labels(String database, String user) {
    return database + ",user=\"" + escaped(user) + "\"";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private void add(String name, String labels, Number value) {
    sample(name, name, labels, value);
  }

  private void sample(String family, String name, String labels, Number value) {
    lines.computeIfAbsent(family, key -> new ArrayList<>()).add(name + "{" + labels + "} " + value);
  }
}
