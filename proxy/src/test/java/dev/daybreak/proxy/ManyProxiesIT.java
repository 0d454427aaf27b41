package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
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
  private static final int PAUSE_MILLIS = Integer.getInteger("daybreak.flip.pause.millis", 250);
  private static final int WRITER_EVERY = 10;
  private static final int SHARED_SERVERS_CLIENTS_MAX = 30;

  /** Server connections of one proxy that its clients share, transaction by transaction. */
  private static final int POOL = Integer.getInteger("daybreak.flip.pool", 4);

  @TempDir Path directory;
  private final MemoryBoard board = new MemoryBoard();
  private final List<ProxyFixture> proxies = new ArrayList<>();
  private final List<Connection> late = new ArrayList<>();
  private final FlipTimes times = new FlipTimes();
  private final Map<Side, Connection> controls = new EnumMap<>(Side.class);
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
    controls.put(Side.SOURCE, Connections.open(source, "test"));
    controls.put(Side.TARGET, Connections.open(target, "test"));
    fence(Side.TARGET, "on");
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
  void stop() throws SQLException {
    for (Connection control : controls.values()) {
      control.close();
    }
    proxies.forEach(ProxyFixture::close);
    servers.forEach(EmbeddedServer::close);
  }

  /** As the worker does, over a session that is open already. */
  private void fence(Side side, String value) throws SQLException {
    Connection control = controls.get(side);
    String database = Names.quote(control.getCatalog());
    try (Statement statement = control.createStatement()) {
      statement.execute(
          "ALTER DATABASE " + database + " SET default_transaction_read_only = " + value);
    }
  }

  @Test
  void flipTogetherAgainAndAgain() throws Exception {
    flipAll();
  }

  @Test
  void flipTogetherAgainAndAgainWhereClientsShareServers() throws Exception {
    shares = true;
    proxies.forEach(
        proxy -> proxy.proxy.pool(ProxyFixture.ROUTE, RouteScene.pool(PoolMode.TRANSACTION, POOL)));
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
      CompletableFuture<Void> writer = i % WRITER_EVERY == 1 ? openWriter() : null;
      flip(to, writer != null);
      if (writer != null) {
        writer.get(60, TimeUnit.SECONDS);
      }
      to = to.other();
      Thread.sleep(PAUSE_MILLIS);
    }
    for (Connection connection : late) {
      assertThat(connection.isValid(30)).isTrue();
      connection.close();
    }
    clients.forEach(LoadClient::finish);
    for (LoadClient client : clients) {
      client.stop();
    }
    ProxyFixture first = proxies.get(0);
    LoadLedger.verify(clients, first.source, first.target);
    for (ProxyFixture proxy : proxies) {
      assertThat(proxy.proxy.measured(ProxyFixture.ROUTE).orElseThrow().failedStatements())
          .isZero();
    }
    System.out.printf(
        "flips %d proxies %d clients %d sharing %b every %d ms: hold ms %s;"
            + " p99 us of reads: %s; of writes: %s%n",
        FLIPS,
        PROXIES,
        CLIENTS,
        shares,
        EVERY_MILLIS,
        times.holds(),
        times.waits(clients, true),
        times.waits(clients, false));
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

  private void flip(Side to, boolean writer) throws Exception {
    long begun = System.nanoTime();
    order(epoch, RouteState.ARMED, to.other());
    List<String> before = sessions(to.other());
    order(epoch, RouteState.DRAINING, to.other());
    late.add(proxies.get(PROXIES - 1).connect());
    order(epoch, RouteState.HOLDING, to.other());
    fence(to.other(), "on");
    List<String> there = sessions(to.other());
    Set<String> known = known(to);
    order(epoch + 1, RouteState.SERVING, to);
    fence(to, "off");
    times.flipped(begun, writer, worstHold());
    if (shares) {
      // Reads under the hold may need more connections, which the next report names.
      there.retainAll(before);
    }
    assertThat(there).hasSizeGreaterThanOrEqualTo(shares ? 1 : CLIENTS);
    assertThat(known).containsAll(there);
    epoch += 2;
  }

  /** When all proxies hold, the store knows each of their sessions on the side to be fenced. */
  private Set<String> known(Side to) {
    Set<String> known = new HashSet<>();
    for (RouteReport report : board.reports()) {
      (to == Side.TARGET ? report.sourcePids() : report.targetPids())
          .forEach(pid -> known.add(Integer.toString(pid)));
    }
    return known;
  }

  private List<String> sessions(Side side) throws SQLException {
    String query =
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = 'PostgreSQL JDBC Driver'";
    List<String> pids = new ArrayList<>();
    try (Statement statement = controls.get(side).createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        pids.add(rows.getString(1));
      }
    }
    return pids;
  }

  private void order(long now, RouteState state, Side active) {
    board.order(ProxyFixture.ROUTE, now, state, active);
    board.awaitReady(ProxyFixture.ROUTE, now, state, PROXIES);
  }

  private long worstHold() {
    return proxies.stream()
        .map(proxy -> proxy.proxy.measured(ProxyFixture.ROUTE).orElseThrow())
        .mapToLong(measured -> measured.holdMax().toMillis())
        .max()
        .orElse(0);
  }
}
