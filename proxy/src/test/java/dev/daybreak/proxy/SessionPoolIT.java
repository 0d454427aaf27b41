package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Server connections that are lent to one client after the other. */
class SessionPoolIT {
  private static final String ROUTE = "pooled";

  private final Endpoint server = TestServers.database(ServerRelease.PG15, "pool");
  private ProxyServer proxy = start(options(2, Duration.ofSeconds(20), 10));

  private static PoolOptions options(int serversMax, Duration wait, int queue) {
    PoolOptions usual = PoolOptions.NONE;
    return new PoolOptions(
        PoolMode.SESSION,
        serversMax,
        0,
        usual.serverIdle(),
        usual.serverLifetime(),
        wait,
        queue,
        Duration.ZERO);
  }

  private ProxyServer start(PoolOptions pool) {
    ProxyOptions usual = ProxyOptions.defaults();
    ProxyServer started =
        new ProxyServer(
            "pool",
            List.of(),
            new FixedBoard(),
            new ProxyOptions(1, null, null, false, usual.parkedBytesMax()));
    started.open(new RouteBinding(ROUTE, "127.0.0.1", 0, "app", server, server), pool);
    started.start();
    return started;
  }

  private void restart(PoolOptions pool) {
    proxy.close();
    proxy = start(pool);
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private Connection connect(String... properties) throws SQLException {
    Properties all = new Properties();
    all.setProperty("user", "postgres");
    all.setProperty("sslmode", "disable");
    for (int i = 0; i < properties.length; i += 2) {
      all.setProperty(properties[i], properties[i + 1]);
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + proxy.boundPort(ROUTE) + "/app", all);
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private String pidOfNext(String... properties) throws SQLException {
    try (Connection connection = connect(properties)) {
      return value(connection, "SELECT pg_backend_pid()");
    }
  }

  /** Waits until the last client's connection has come back. */
  private void awaitIdle() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (proxy.pools(ROUTE).views().stream().anyMatch(view -> view.lent() > 0)) {
      assertThat(System.nanoTime()).as("still lent").isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  @Test
  void theNextClientGetsTheConnectionAndNothingElseOfTheLast() throws Exception {
    String pid;
    try (Connection first = connect("ApplicationName", "first");
        Statement statement = first.createStatement()) {
      pid = value(first, "SELECT pg_backend_pid()");
      statement.execute("SET my.tenant = 'one'");
      statement.execute("SET work_mem = '7MB'");
      statement.execute("CREATE TEMP TABLE left_over (id int)");
      statement.execute("PREPARE left_over AS SELECT 1");
      statement.execute("SELECT pg_advisory_lock(42)");
      statement.execute("LISTEN news");
    }
    awaitIdle();
    try (Connection second = connect("ApplicationName", "se'co\\nd")) {
      assertThat(value(second, "SELECT pg_backend_pid()")).isEqualTo(pid);
      assertThat(value(second, "SHOW application_name")).isEqualTo("se'co\\nd");
      assertThat(value(second, "SHOW work_mem")).isNotEqualTo("7MB");
      assertThat(value(second, "SELECT current_setting('my.tenant', true)")).isNullOrEmpty();
      assertThat(value(second, "SELECT count(*) FROM pg_prepared_statements WHERE from_sql"))
          .isEqualTo("0");
      assertThat(value(second, "SELECT count(*) FROM pg_listening_channels()")).isEqualTo("0");
      assertThat(value(second, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
          .isEqualTo("0");
      assertThat(value(second, "SELECT to_regclass('pg_temp.left_over') IS NULL")).isEqualTo("t");
    }
  }

  @Test
  void connectionsLeftInATransactionOrCancelledAreNotLentAgain() throws Exception {
    String broken;
    try (Connection first = connect()) {
      first.setAutoCommit(false);
      broken = value(first, "SELECT pg_backend_pid()");
    }
    awaitIdle();
    assertThat(pidOfNext()).isNotEqualTo(broken);
    awaitIdle();
    String cancelled;
    try (Connection second = connect();
        Statement statement = second.createStatement()) {
      cancelled = value(second, "SELECT pg_backend_pid()");
      CompletableFuture<Void> cancelling =
          CompletableFuture.runAsync(() -> cancelOnceAsleep(statement, cancelled));
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .hasMessageContaining("canceling statement");
      cancelling.get(20, TimeUnit.SECONDS);
    }
    awaitIdle();
    assertThat(pidOfNext()).isNotEqualTo(cancelled);
  }

  private void cancelOnceAsleep(Statement statement, String pid) {
    String asleep =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " + pid;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (TestSql.value(server, asleep).equals("0") && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    try {
      statement.cancel();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void otherStartupParametersGetAnotherConnection() throws Exception {
    String plain = pidOfNext();
    awaitIdle();
    assertThat(pidOfNext("options", "-c work_mem=9MB")).isNotEqualTo(plain);
    awaitIdle();
    assertThat(pidOfNext()).isEqualTo(plain);
  }

  /** Short by default; profile {@code soak} has 2,000 clients and 100 servers. */
  @Test
  void aCrowdTakesTurnsAndEveryClientGetsItsOwnAnswer() throws Exception {
    int clients = Integer.getInteger("daybreak.crowd.clients", 200);
    int servers = Integer.getInteger("daybreak.crowd.servers", 10);
    restart(options(servers, Duration.ofMinutes(2), clients));
    AtomicInteger served = new AtomicInteger();
    Map<Integer, String> failures = new ConcurrentHashMap<>();
    List<Thread> crowd = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int number = i;
      Runnable visit =
          () -> {
            try (RawClient client =
                RawClient.login(proxy.boundPort(ROUTE), "user", "postgres", "database", "app")) {
              assertThat(client.ask("SELECT " + number)).isEqualTo(String.valueOf(number));
              served.incrementAndGet();
              client.send((byte) 'X', (byte) 0, (byte) 0, (byte) 0, (byte) 4);
            } catch (IOException | AssertionError e) {
              failures.put(number, String.valueOf(e.getMessage()));
            }
          };
      crowd.add(new Thread(null, visit, "crowd-" + i, 256 << 10));
    }
    crowd.forEach(Thread::start);
    for (Thread client : crowd) {
      client.join();
    }
    assertThat(failures).isEmpty();
    assertThat(served).hasValue(clients);
    List<String> open =
        TestSql.rows(
            server,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name NOT LIKE 'daybreak%' AND pid <> pg_backend_pid()");
    assertThat(Integer.parseInt(open.get(0))).isBetween(1, servers);
  }

  @Test
  void clientsWaitForAPlaceAndAreToldWhenNoneComes() throws Exception {
    restart(options(1, Duration.ofMillis(300), 1));
    try (Connection only = connect()) {
      assertThat(value(only, "SELECT 1")).isEqualTo("1");
      SQLException refused = catchThrowableOfType(SQLException.class, this::connect);
      assertThat(refused.getSQLState()).isEqualTo("53300");
      assertThat(refused.getMessage())
          .contains("\"postgres\"", "all 1 (serversMax)", "none became free");
    }
    restart(options(1, Duration.ofSeconds(30), 1));
    CompletableFuture<String> waiting;
    try (Connection only = connect()) {
      waiting = CompletableFuture.supplyAsync(this::quietPid);
      awaitWaiting();
      SQLException refused = catchThrowableOfType(SQLException.class, this::connect);
      assertThat(refused.getMessage()).contains("1 clients wait already (queueMax)");
      assertThat(waiting).isNotDone();
      assertThat(value(only, "SELECT 1")).isEqualTo("1");
    }
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isNotEmpty();
  }

  private String quietPid() {
    try {
      return pidOfNext();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitWaiting() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (proxy.pools(ROUTE).views().stream().noneMatch(view -> view.waiting() > 0)) {
      assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
