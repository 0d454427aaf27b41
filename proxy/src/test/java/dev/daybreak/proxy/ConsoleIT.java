package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.admin.ConsoleOptions;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.testkit.TestServers;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console and the metrics of a proxy with one session pool. */
class ConsoleIT {
  private static final String ROUTE = "console";

  private final Endpoint server = TestServers.database(ServerRelease.PG15, "console");
  private final AtomicInteger reloads = new AtomicInteger();
  private final ProxyServer proxy =
      new ProxyServer("console", List.of(), new FixedBoard(), ProxyOptions.defaults());

  @BeforeEach
  void start() {
    PoolOptions usual = PoolOptions.NONE;
    PoolOptions pool =
        new PoolOptions(
            PoolMode.SESSION,
            3,
            0,
            usual.serverIdle(),
            usual.serverLifetime(),
            Duration.ofSeconds(30),
            10,
            Duration.ZERO);
    proxy.console(
        new ConsoleOptions(
            Set.of("postgres"), Set.of("watcher"), reloads::incrementAndGet, () -> {}));
    proxy.open(new RouteBinding(ROUTE, "127.0.0.1", 0, "app", server, server), pool);
    proxy.start();
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private Connection connect(String database, String user, String more) throws SQLException {
    return connect(proxy.boundPort(ROUTE), database, user, more);
  }

  private static Connection connect(int port, String database, String user, String more)
      throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    return DriverManager.getConnection(url + "?sslmode=disable" + more, user, "");
  }

  private Connection console() throws SQLException {
    return connect("pgbouncer", "postgres", "&preferQueryMode=simple");
  }

  private static List<Map<String, String>> rows(Connection connection, String sql)
      throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        Map<String, String> row = new HashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.put(result.getMetaData().getColumnName(i), result.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended"})
  void showsClientsPoolsAndCounts(String mode) throws Exception {
    try (Connection client = connect("app", "postgres", "&ApplicationName=shop");
        Connection console = connect("daybreak", "postgres", "&preferQueryMode=" + mode)) {
      run(client, "CREATE TEMP TABLE keeps_it_here (id int)");
      for (int i = 0; i < 10; i++) {
        run(client, "SELECT " + i);
      }
      assertThat(rows(console, "SHOW POOLS"))
          .singleElement()
          .satisfies(
              row ->
                  assertThat(row)
                      .containsEntry("database", "app")
                      .containsEntry("user", "postgres")
                      .containsEntry("cl_active", "1")
                      .containsEntry("sv_active", "1")
                      .containsEntry("cl_waiting", "0")
                      .containsEntry("pool_mode", "session"));
      String pid;
      try (ResultSet row = client.createStatement().executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        pid = row.getString(1);
      }
      assertThat(rows(console, "show clients;"))
          .singleElement()
          .satisfies(
              row ->
                  assertThat(row)
                      .containsEntry("remote_pid", pid)
                      .containsEntry("application_name", "shop"));
      assertThat(rows(console, "SHOW UNMOVABLE"))
          .singleElement()
          .satisfies(row -> assertThat(row).containsEntry("reason", "temporary table"));
      Map<String, String> stats = rows(console, "SHOW STATS").get(0);
      assertThat(Long.parseLong(stats.get("total_query_count"))).isGreaterThanOrEqualTo(11);
      assertThat(Long.parseLong(stats.get("total_query_time"))).isPositive();
      assertThat(Long.parseLong(stats.get("total_sent"))).isPositive();
      Map<String, String> latency = rows(console, "SHOW LATENCIES").get(0);
      assertThat(Long.parseLong(latency.get("p99_us")))
          .isGreaterThanOrEqualTo(Long.parseLong(latency.get("p50_us")))
          .isPositive();
      for (String what :
          List.of("SERVERS", "LISTS", "DATABASES", "CONFIG", "VERSION", "MEM", "USERS")) {
        assertThat(rows(console, "SHOW " + what)).as(what).isNotEmpty();
      }
    }
  }

  @Test
  void pauseWaitsForClientsAndResumeServesThoseWhoWaited() throws Exception {
    try (Connection console = console();
        Connection client = connect("app", "postgres", "")) {
      run(client, "SELECT 1");
      CompletableFuture<Void> pausing = CompletableFuture.runAsync(() -> quietly("PAUSE app"));
      await(console, "SHOW DATABASES", "paused", "1");
      assertThat(pausing).isNotDone();
      client.close();
      pausing.get(20, TimeUnit.SECONDS);
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  connect("app", "postgres", "").close();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      await(console, "SHOW POOLS", "cl_waiting", "1");
      assertThat(waiting).isNotDone();
      run(console, "RESUME");
      waiting.get(20, TimeUnit.SECONDS);
    }
  }

  private void quietly(String command) {
    try (Connection console = console()) {
      run(console, command);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(Connection console, String sql, String column, String value)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (rows(console, sql).stream().noneMatch(row -> value.equals(row.get(column)))) {
      assertThat(System.nanoTime()).as(sql + " never has " + value).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  @Test
  void killEndsClientsAndReconnectReplacesServers() throws Exception {
    try (Connection console = console()) {
      Connection client = connect("app", "postgres", "");
      run(client, "SELECT 1");
      run(console, "KILL app");
      assertThatThrownBy(() -> run(client, "SELECT 1")).hasMessageContaining("administrator");
      run(console, "RESUME app");
      connect("app", "postgres", "").close();
      await(console, "SHOW POOLS", "sv_idle", "1");
      String before = rows(console, "SHOW SERVERS").get(0).get("remote_pid");
      run(console, "RECONNECT");
      connect("app", "postgres", "").close();
      await(console, "SHOW POOLS", "sv_idle", "1");
      assertThat(rows(console, "SHOW SERVERS").get(0).get("remote_pid")).isNotEqualTo(before);
      run(console, "RELOAD");
      assertThat(reloads).hasValue(1);
    }
  }

  @Test
  void onlyThoseWhoMayDo() throws Exception {
    assertThatThrownBy(() -> connect("pgbouncer", "stranger", "").close())
        .hasMessageContaining("may not use the console");
    try (Connection watcher = connect("pgbouncer", "watcher", "&preferQueryMode=simple")) {
      assertThat(rows(watcher, "SHOW VERSION")).hasSize(1);
      assertThatThrownBy(() -> run(watcher, "PAUSE")).hasMessageContaining("admin access needed");
      assertThatThrownBy(() -> run(watcher, "DROP TABLE x"))
          .hasMessageContaining("invalid command");
      assertThat(rows(watcher, "SHOW LISTS")).isNotEmpty();
    }
  }

  @Test
  void showsWhoBypassesTheProxy() throws Exception {
    try (Connection through = connect("app", "postgres", "");
        Connection direct = direct();
        Connection console = console();
        Connection extended = connect("pgbouncer", "postgres", "")) {
      run(through, "SELECT 1");
      await(console, "SHOW BYPASS", "application_name", "old cron");
      List<Map<String, String>> found = rows(extended, "SHOW BYPASS");
      assertThat(found).hasSize(1);
      assertThat(found.get(0))
          .containsEntry("database", "app")
          .containsEntry("user", "postgres")
          .containsEntry("remote_pid", pid(direct))
          .containsEntry("addr", "127.0.0.1")
          .containsEntry("state", "idle")
          .containsEntry("compared_with", "this proxy")
          .containsEntry("problem", "");
      assertThat(Integer.parseInt(found.get(0).get("request_age"))).isBetween(0, 30);
    }
  }

  @Test
  void theOtherProxiesOfTheGroupAreNoBypass() throws Exception {
    MemoryBoard board = new MemoryBoard();
    board.order("shared", 1, RouteState.SERVING, Side.SOURCE);
    RouteBinding binding = new RouteBinding("shared", "127.0.0.1", 0, "app", server, server);
    try (ProxyServer one =
            new ProxyServer("one", List.of(binding), board, ProxyOptions.defaults());
        ProxyServer two =
            new ProxyServer("two", List.of(binding), board, ProxyOptions.defaults())) {
      one.start();
      two.console(new ConsoleOptions(Set.of("postgres"), Set.of(), () -> {}, () -> {}));
      two.start();
      try (Connection through = connect(one.boundPort("shared"), "app", "postgres", "");
          Connection console = connect(two.boundPort("shared"), "daybreak", "postgres", "");
          Connection direct = direct()) {
        run(through, "SELECT 1");
        await(console, "SHOW BYPASS", "remote_pid", pid(direct));
        List<Map<String, String>> found = rows(console, "SHOW BYPASS");
        assertThat(found).hasSize(1);
        assertThat(found.get(0)).containsEntry("compared_with", "2 proxies of the group");
      }
    }
  }

  private static String pid(Connection connection) throws SQLException {
    return String.valueOf(connection.unwrap(org.postgresql.PGConnection.class).getBackendPID());
  }

  /** Opened after others: when it is no longer too young to be told, neither are they. */
  private Connection direct() throws SQLException {
    return DriverManager.getConnection(directUrl(), "postgres", "");
  }

  private String directUrl() {
    return "jdbc:postgresql://"
        + server.host()
        + ":"
        + server.port()
        + "/"
        + URLEncoder.encode(server.database(), StandardCharsets.UTF_8)
        + "?ApplicationName=old%20cron";
  }

  @Test
  void saysWhichServerCouldNotBeAskedForBypassers() throws Exception {
    Endpoint nowhere = Endpoint.of("127.0.0.1", 1, "away", "postgres", Secret.NONE);
    proxy.open(new RouteBinding("away", "127.0.0.1", 0, "away", nowhere, nowhere));
    try (Connection console = console()) {
      List<Map<String, String>> found = rows(console, "SHOW BYPASS");
      assertThat(found).hasSize(1);
      assertThat(found.get(0)).containsEntry("database", "away").containsEntry("user", null);
      assertThat(found.get(0).get("problem")).contains("refused");
    }
  }

  @Test
  void publishesMetrics() throws Exception {
    connect("app", "postgres", "").close();
    InetSocketAddress address = proxy.metrics(new InetSocketAddress("127.0.0.1", 0));
    URI page = URI.create("http://127.0.0.1:" + address.getPort() + "/metrics");
    String text =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    assertThat(text)
        .contains("proxy_bypassing_sessions{database=\"app\"} 0")
        .contains("# TYPE proxy_query_seconds histogram")
        .contains("proxy_query_seconds_bucket{database=\"app\",user=\"postgres\",le=\"+Inf\"}")
        .containsPattern("proxy_queries_total\\{database=\"app\",user=\"postgres\"} [1-9]");
    assertThatThrownBy(() -> proxy.metrics(new InetSocketAddress("0.0.0.0", 0)))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("not a loopback address");
  }
}
