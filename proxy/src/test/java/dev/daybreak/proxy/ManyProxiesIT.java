package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several proxies of one route hold and flip together, again and again, under clients that send on
 * their own clock: nothing fails, nothing is lost, no connection ends. The profile {@code soak}
 * makes it 100 flips of 4 proxies with 200 clients; figures are printed, not judged.
 */
class ManyProxiesIT {
  private static final int PROXIES = Integer.getInteger("daybreak.flip.proxies", 2);
  private static final int CLIENTS = Integer.getInteger("daybreak.flip.clients", 16);
  private static final int FLIPS = Integer.getInteger("daybreak.flip.count", 3);
  private static final long EVERY_MILLIS = Integer.getInteger("daybreak.flip.every.millis", 40);
  private static final int SHARED_SERVERS_CLIENTS_MAX = 30;

  /** Server connections of one proxy that its clients share, transaction by transaction. */
  private static final int POOL = Integer.getInteger("daybreak.flip.pool", 4);

  @TempDir Path directory;
  private final MemoryBoard board = new MemoryBoard();
  private final List<ProxyFixture> proxies = new ArrayList<>();
  private final List<Connection> late = new ArrayList<>();
  private final List<Long> holds = new ArrayList<>();
  private final List<Long> reads = new ArrayList<>();
  private final List<EmbeddedServer> servers = new ArrayList<>();
  private long epoch = 2;
  private boolean shares;

  @BeforeEach
  void start() throws Exception {
    Endpoint source = TestServers.database(ServerRelease.PG15, "many é");
    Endpoint target = TestServers.database(ServerRelease.PG17, "many \"é");
    if (CLIENTS > SHARED_SERVERS_CLIENTS_MAX) {
      source = own(ServerRelease.PG15);
      target = own(ServerRelease.PG17);
    }
    TestSql.run(source, LoadLedger.TABLES);
    TestSql.run(target, LoadLedger.TABLES);
    fence(target, "on");
    board.order(ProxyFixture.ROUTE, 1, RouteState.SERVING, Side.SOURCE);
    ProxyOptions options = new ProxyOptions(1, null, null, false, 1 << 20);
    for (int i = 0; i < PROXIES; i++) {
      proxies.add(new ProxyFixture(source, target, options, board, "proxy-" + i));
    }
  }

  /** A server of this test's own, which lets enough clients in. */
  private Endpoint own(ServerRelease release) {
    String connections = Integer.toString(CLIENTS * 2 + FLIPS + 60);
    EmbeddedServer server =
        EmbeddedServer.start(
            release,
            directory.resolve(release.name()),
            Map.of("max_connections", connections, "wal_level", "logical"));
    servers.add(server);
    TestSql.run(server.endpoint("postgres"), "CREATE DATABASE many");
    return server.endpoint("many");
  }

  @AfterEach
  void stop() {
    proxies.forEach(ProxyFixture::close);
    servers.forEach(EmbeddedServer::close);
  }

  private static void fence(Endpoint endpoint, String value) {
    TestSql.run(
        endpoint,
        "ALTER DATABASE "
            + Names.quote(endpoint.database())
            + " SET default_transaction_read_only = "
            + value);
  }

  @Test
  void flipTogetherAgainAndAgain() throws Exception {
    flipAll();
  }

  @Test
  void flipTogetherAgainAndAgainWhereClientsShareServers() throws Exception {
    shares = true;
    proxies.forEach(proxy -> proxy.proxy.pool(ProxyFixture.ROUTE, TransactionSwitchIT.pool(POOL)));
    flipAll();
  }

  private void flipAll() throws Exception {
    List<LoadClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new LoadClient(i, proxies.get(i % PROXIES), EVERY_MILLIS, shares));
    }
    LoadLedger.start(clients);
    Side to = Side.TARGET;
    for (int i = 0; i < FLIPS; i++) {
      CompletableFuture<Void> writer = i == 1 ? openWriter() : null;
      flip(to);
      if (writer != null) {
        writer.get(60, TimeUnit.SECONDS);
      }
      to = to.other();
      Thread.sleep(250);
    }
    for (Connection connection : late) {
      assertThat(connection.isValid(30)).isTrue();
      connection.close();
    }
    for (LoadClient client : clients) {
      client.stop();
    }
    ProxyFixture first = proxies.get(0);
    LoadLedger.verify(clients, first.source, first.target);
    for (ProxyFixture proxy : proxies) {
      assertThat(proxy.proxy.measured(ProxyFixture.ROUTE).orElseThrow().failedStatements())
          .isZero();
    }
    print();
  }

  @Test
  void aCancelRequestMayComeToAnyOfThem() throws Exception {
    int last = proxies.get(PROXIES - 1).port();
    try (RawClient client = new RawClient(proxies.get(0).port())) {
      client.startup(RawClient.PROTOCOL_3_0, "user", "postgres", "database", "app");
      byte[] key =
          client.until('Z').stream()
              .filter(frame -> frame.type() == 'K')
              .findFirst()
              .orElseThrow()
              .body();
      client.query("SELECT pg_sleep(60)");
      String sleeping =
          "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
              + " AND datname = current_database()";
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (TestSql.value(proxies.get(0).source, sleeping).equals("0")) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      try (RawClient canceller = new RawClient(last)) {
        canceller.packet(80877102, key);
        assertThat(canceller.ended()).isTrue();
      }
      assertThat(client.until('Z')).anyMatch(frame -> frame.field('C').equals("57014"));
    }
  }

  /** A write transaction that is open for two seconds: the drain waits for it, nobody is held. */
  private CompletableFuture<Void> openWriter() throws Exception {
    Connection connection = proxies.get(0).connect();
    Statement statement = connection.createStatement();
    connection.setAutoCommit(false);
    statement.execute("UPDATE public.counter SET n = n + 1 WHERE client = 299");
    return CompletableFuture.runAsync(
        () -> {
          try (connection) {
            statement.execute("SELECT pg_sleep(2)");
            connection.commit();
          } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void flip(Side to) throws Exception {
    Endpoint from = to == Side.TARGET ? proxies.get(0).source : proxies.get(0).target;
    Endpoint next = to == Side.TARGET ? proxies.get(0).target : proxies.get(0).source;
    order(epoch, RouteState.ARMED, to.other());
    order(epoch, RouteState.DRAINING, to.other());
    late.add(proxies.get(PROXIES - 1).connect());
    Set<String> before = there(from);
    order(epoch, RouteState.HOLDING, to.other());
    fence(from, "on");
    everySessionIsKnown(before, from, to);
    order(epoch + 1, RouteState.SERVING, to);
    fence(next, "off");
    holds.add(worst(measured -> measured.holdMax()));
    reads.add(worst(measured -> measured.readDelayMax()));
    epoch += 2;
  }

  /** When all proxies hold, the store knows each of their sessions on the side to be fenced. */
  private void everySessionIsKnown(Set<String> before, Endpoint from, Side to) {
    Set<String> left;
    long deadline = System.nanoTime() + (shares ? TimeUnit.SECONDS.toNanos(2) : 0);
    do {
      left = new HashSet<>(there(from));
      // Reads under the hold may need more connections, which the next report names.
      left.retainAll(before);
      for (RouteReport report : board.reports()) {
        for (int pid : to == Side.TARGET ? report.sourcePids() : report.targetPids()) {
          left.remove(Integer.toString(pid));
        }
      }
    } while (!left.isEmpty() && System.nanoTime() < deadline);
    assertThat(left).as("sessions that no proxy has named").isEmpty();
  }

  private Set<String> there(Endpoint side) {
    String query =
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = 'PostgreSQL JDBC Driver'";
    List<String> pids = TestSql.rows(side, query);
    assertThat(pids).hasSizeGreaterThanOrEqualTo(shares ? 1 : CLIENTS);
    return new HashSet<>(pids);
  }

  private void order(long now, RouteState state, Side active) {
    board.order(ProxyFixture.ROUTE, now, state, active);
    board.awaitReady(ProxyFixture.ROUTE, now, state, PROXIES);
  }

  private long worst(
      java.util.function.Function<dev.daybreak.proxy.session.RouteMeasures, Duration> figure) {
    return proxies.stream()
        .map(proxy -> proxy.proxy.measured(ProxyFixture.ROUTE).orElseThrow())
        .mapToLong(measured -> figure.apply(measured).toMillis())
        .max()
        .orElse(0);
  }

  private void print() {
    Collections.sort(holds);
    Collections.sort(reads);
    System.out.printf(
        "flips %d proxies %d clients %d sharing %b hold ms p50 %d p99 %d max %d read delay ms p50 %d p99 %d%n",
        FLIPS,
        PROXIES,
        CLIENTS,
        shares,
        at(holds, 50),
        at(holds, 99),
        at(holds, 100),
        at(reads, 50),
        at(reads, 99));
  }

  private static long at(List<Long> sorted, int percent) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }
}
