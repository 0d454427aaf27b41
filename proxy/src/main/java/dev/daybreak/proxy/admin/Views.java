package dev.daybreak.proxy.admin;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.proxy.pool.PoolView;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.traffic.SessionFacts;
import dev.daybreak.proxy.traffic.Traffic;
import dev.daybreak.proxy.traffic.Traffic.Totals;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What the console shows; column names are PgBouncer's, so that dashboards carry over. */
final class Views {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String CONNECTION =
      "type user database state addr port# local_addr local_port# connect_time request_time wait#"
          + " wait_us# close_needed# ptr link remote_pid# tls application_name";

  private final Supplier<Collection<RouteRuntime>> routes;

  Views(Supplier<Collection<RouteRuntime>> routes) {
    this.routes = routes;
  }

  private static String database(RouteRuntime route) {
    return route.binding().database();
  }

  private static PoolOptions options(RouteRuntime route) {
    return route.pools().options();
  }

  private static String mode(RouteRuntime route) {
    return options(route).mode().name().toLowerCase(Locale.ROOT);
  }

  Table pools() {
    Table table =
        new Table(
            "database user cl_active# cl_waiting# cl_active_cancel_req# cl_waiting_cancel_req#"
                + " sv_active# sv_active_cancel# sv_being_canceled# sv_idle# sv_used# sv_tested#"
                + " sv_login# maxwait# maxwait_us# pool_mode");
    for (RouteRuntime route : routes.get()) {
      Set<String> users = new HashSet<>();
      for (PoolView pool : route.pools().views()) {
        users.add(pool.user());
        pool(table, route, pool);
      }
      route.sessions().stream()
          .map(SessionFacts::user)
          .filter(users::add)
          .forEach(user -> pool(table, route, PoolView.none(user)));
    }
    return table;
  }

  private static void pool(Table table, RouteRuntime route, PoolView pool) {
    long clients = route.sessions().stream().filter(s -> s.user().equals(pool.user())).count();
    long active = options(route).pooled() ? pool.lent() : clients;
    table.row(
        database(route),
        pool.user(),
        clients,
        pool.waiting(),
        0,
        0,
        active,
        0,
        0,
        pool.idle(),
        0,
        0,
        pool.opening(),
        pool.oldestWaitNanos() / 1_000_000_000L,
        pool.oldestWaitNanos() / 1_000 % 1_000_000,
        mode(route));
  }

  Table clients() {
    Table table = new Table(CONNECTION);
    for (RouteRuntime route : routes.get()) {
      for (SessionFacts session : route.sessions()) {
        connection(table, "C", route, session, session.host(), session.port());
      }
    }
    return table;
  }

  Table servers() {
    Table table = new Table(CONNECTION);
    for (RouteRuntime route : routes.get()) {
      Endpoint server = route.binding().endpoint(route.active());
      for (SessionFacts session : route.sessions()) {
        if (session.serverPid() != 0) {
          connection(table, "S", route, session, server.host(), server.port());
        }
      }
      route.pools().views().forEach(pool -> idle(table, route, server, pool));
    }
    return table;
  }

  private static void connection(
      Table table, String type, RouteRuntime route, SessionFacts session, String host, int port) {
    String since = TIME.format(session.since());
    table.row(
        type,
        session.user(),
        database(route),
        session.parked() > 0 ? "waiting" : "active",
        host,
        port,
        route.binding().listenHost(),
        route.binding().listenPort(),
        since,
        since,
        0,
        0,
        0,
        "",
        "",
        session.serverPid(),
        session.tls() && type.equals("C") ? "TLS" : "",
        session.application());
  }

  private static void idle(Table table, RouteRuntime route, Endpoint server, PoolView pool) {
    for (int pid : pool.idlePids()) {
      table.row(
          "S",
          pool.user(),
          database(route),
          "idle",
          server.host(),
          server.port(),
          "",
          0,
          "",
          "",
          0,
          0,
          0,
          "",
          "",
          pid,
          "",
          "");
    }
  }

  Table stats() {
    Table table =
        new Table(
            "database total_xact_count# total_query_count# total_received# total_sent#"
                + " total_xact_time# total_query_time# total_wait_time# avg_xact_count#"
                + " avg_query_count# avg_recv# avg_sent# avg_xact_time# avg_query_time#"
                + " avg_wait_time#");
    for (RouteRuntime route : routes.get()) {
      Totals all = route.totals();
      Totals minute = route.averages().added();
      double seconds = route.averages().seconds();
      table.row(
          database(route),
          all.transactions(),
          all.queries(),
          all.received(),
          all.sent(),
          all.transactionNanos() / 1_000,
          all.queryNanos() / 1_000,
          all.waitNanos() / 1_000,
          (long) (minute.transactions() / seconds),
          (long) (minute.queries() / seconds),
          (long) (minute.received() / seconds),
          (long) (minute.sent() / seconds),
          minute.transactionNanos() / 1_000 / Math.max(1, minute.transactions()),
          minute.queryNanos() / 1_000 / Math.max(1, minute.queries()),
          (long) (minute.waitNanos() / 1_000 / seconds));
    }
    return table;
  }

  Table totals() {
    Table table =
        new Table(
            "database xact_count# query_count# bytes_received# bytes_sent# xact_time# query_time#"
                + " wait_time#");
    for (RouteRuntime route : routes.get()) {
      Totals all = route.totals();
      table.row(
          database(route),
          all.transactions(),
          all.queries(),
          all.received(),
          all.sent(),
          all.transactionNanos() / 1_000,
          all.queryNanos() / 1_000,
          all.waitNanos() / 1_000);
    }
    return table;
  }

  /** Ours: how long queries took, user by user. */
  Table latencies() {
    Table table = new Table("database user queries# p50_us# p90_us# p99_us# p999_us#");
    for (RouteRuntime route : routes.get()) {
      for (Traffic user : route.traffic()) {
        table.row(
            database(route),
            user.user(),
            user.latencies().count(),
            user.latencies().percentile(0.5) / 1_000,
            user.latencies().percentile(0.9) / 1_000,
            user.latencies().percentile(0.99) / 1_000,
            user.latencies().percentile(0.999) / 1_000);
      }
    }
    return table;
  }

  /** Ours: what clients set for their session and lost at the end of a transaction. */
  Table lost() {
    Table table = new Table("database user set_by times#");
    for (RouteRuntime route : routes.get()) {
      for (Traffic user : route.traffic()) {
        user.lost().forEach((kind, times) -> table.row(database(route), user.user(), kind, times));
      }
    }
    return table;
  }

  /** Ours: sessions that could not be moved to another server now. */
  Table unmovable() {
    Table table = new Table("database user application_name addr port# reason");
    for (RouteRuntime route : routes.get()) {
      for (SessionFacts session : route.sessions()) {
        for (String reason : session.unmovable()) {
          table.row(
              database(route),
              session.user(),
              session.application(),
              session.host(),
              session.port(),
              reason);
        }
      }
    }
    return table;
  }

  Table databases() {
    Table table =
        new Table(
            "name host port# database force_user pool_size# min_pool_size# reserve_pool# pool_mode"
                + " max_connections# current_connections# paused# disabled#");
    for (RouteRuntime route : routes.get()) {
      Endpoint server = route.binding().endpoint(route.active());
      long open = route.sessions().stream().filter(s -> s.serverPid() != 0).count();
      long idle = route.pools().views().stream().mapToLong(PoolView::idle).sum();
      table.row(
          database(route),
          server.host(),
          server.port(),
          server.database(),
          null,
          options(route).serversMax(),
          options(route).serversMin(),
          0,
          mode(route),
          0,
          open + idle,
          route.pools().paused() ? 1 : 0,
          0);
    }
    return table;
  }

  Table users() {
    Set<String> names = new TreeSet<>();
    routes.get().forEach(route -> route.traffic().forEach(user -> names.add(user.user())));
    Table table = new Table("name pool_mode");
    names.forEach(name -> table.row(name, null));
    return table;
  }

  Table lists() {
    Collection<RouteRuntime> all = routes.get();
    long clients = all.stream().mapToLong(route -> route.sessions().size()).sum();
    long idle = 0;
    for (RouteRuntime route : all) {
      idle += route.pools().views().stream().mapToLong(PoolView::idle).sum();
    }
    return new Table("list items#")
        .row("databases", all.size())
        .row("users", users().size())
        .row("pools", pools().size())
        .row("free_clients", 0)
        .row("used_clients", clients)
        .row("login_clients", 0)
        .row("free_servers", idle)
        .row("used_servers", servers().size() - idle)
        .row("dns_names", 0)
        .row("dns_zones", 0)
        .row("dns_queries", 0)
        .row("dns_pending", 0);
  }

  Table config() {
    Table table = new Table("key value default changeable");
    PoolOptions usual = PoolOptions.NONE;
    for (RouteRuntime route : routes.get()) {
      PoolOptions is = options(route);
      String at = database(route) + ".pool.";
      table.row(at + "mode", mode(route), "none", "yes");
      table.row(at + "serversMax", is.serversMax(), usual.serversMax(), "yes");
      table.row(at + "serversMin", is.serversMin(), usual.serversMin(), "yes");
      table.row(at + "queueMax", is.queueMax(), usual.queueMax(), "yes");
      seconds(table, at + "serverIdleSeconds", is.serverIdle(), usual.serverIdle());
      seconds(table, at + "serverLifetimeSeconds", is.serverLifetime(), usual.serverLifetime());
      seconds(table, at + "queryWaitSeconds", is.queryWait(), usual.queryWait());
      seconds(table, at + "clientIdleSeconds", is.clientIdle(), usual.clientIdle());
    }
    return table;
  }

  private static void seconds(Table table, String key, Duration value, Duration usual) {
    table.row(key, value.toSeconds(), usual.toSeconds(), "yes");
  }

  Table memory() {
    Table table = new Table("name size# used# free# memtotal#");
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      long used = pool.getUsage().getUsed();
      long total = pool.getUsage().getCommitted();
      table.row(pool.getName(), 1, used, total - used, total);
    }
    return table;
  }

  Table version() {
    String release = Views.class.getPackage().getImplementationVersion();
    return new Table("version").row("Daybreak " + (release == null ? "" : release));
  }
}
