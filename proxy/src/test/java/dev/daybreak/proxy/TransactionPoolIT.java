package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.admin.ConsoleOptions;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Many clients on two server connections, which change hands between transactions. */
class TransactionPoolIT {
  private static final String ROUTE = "shared";
  private static final int SERVERS = 2;

  private final Endpoint server = TestServers.database(ServerRelease.PG15, "shared");
  private final ProxyServer proxy =
      new ProxyServer("shared", List.of(), new FixedBoard(), ProxyOptions.defaults());

  @BeforeEach
  void start() {
    PoolOptions usual = PoolOptions.NONE;
    PoolOptions pool =
        new PoolOptions(
            PoolMode.TRANSACTION,
            SERVERS,
            0,
            usual.serverIdle(),
            usual.serverLifetime(),
            Duration.ofSeconds(60),
            1_000,
            Duration.ZERO);
    proxy.open(new RouteBinding(ROUTE, "127.0.0.1", 0, "app", server, server), pool);
    proxy.start();
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private Connection connect(String more) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + proxy.boundPort(ROUTE) + "/app?sslmode=disable";
    return DriverManager.getConnection(url + more, "postgres", "");
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void manyIdleClientsNeedFewServers() throws Exception {
    List<Connection> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        clients.add(connect("&ApplicationName=client" + i));
      }
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < clients.size(); i++) {
          assertThat(value(clients.get(i), "SHOW application_name")).isEqualTo("client" + i);
        }
      }
      assertThat(
              TestSql.value(
                  server,
                  "SELECT count(*) <= "
                      + SERVERS
                      + " FROM pg_stat_activity WHERE datname = current_database()"
                      + " AND application_name LIKE 'client%'"))
          .isEqualTo("t");
    } finally {
      for (Connection client : clients) {
        client.close();
      }
    }
  }

  @Test
  void preparedStatementsFollowTheirClient() throws Exception {
    List<CompletableFuture<Void>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int id = i;
      work.add(CompletableFuture.runAsync(() -> prepared(id)));
    }
    for (CompletableFuture<Void> each : work) {
      each.get(60, TimeUnit.SECONDS);
    }
  }

  /** Every client calls another statement by the same name. */
  private void prepared(int id) {
    try (Connection client = connect("&prepareThreshold=-1");
        PreparedStatement one = client.prepareStatement("SELECT ? + " + id);
        PreparedStatement two = client.prepareStatement("SELECT '" + id + "' || ?")) {
      for (int i = 0; i < 100; i++) {
        one.setInt(1, i);
        try (ResultSet row = one.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getInt(1)).isEqualTo(i + id);
        }
        if (i % 10 == id) {
          assertThatThrownBy(() -> value(client, "SELECT 1/0")).hasMessageContaining("by zero");
        }
        two.setString(1, "x" + i);
        try (ResultSet row = two.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).isEqualTo(id + "x" + i);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTransactionKeepsItsServerAndRollsBackWhenItsClientLeaves() throws Exception {
    TestSql.run(server, "CREATE TABLE public.t (id int)");
    try (Connection first = connect("");
        Connection second = connect("")) {
      first.setAutoCommit(false);
      String pid = value(first, "SELECT pg_backend_pid()");
      try (Statement statement = first.createStatement()) {
        statement.execute("INSERT INTO public.t VALUES (1)");
      }
      for (int i = 0; i < 5; i++) {
        assertThat(value(second, "SELECT pg_backend_pid()")).isNotEqualTo(pid);
      }
      assertThat(value(first, "SELECT pg_backend_pid()")).isEqualTo(pid);
    }
    try (Connection third = connect("")) {
      assertThat(value(third, "SELECT count(*) FROM public.t")).isEqualTo("0");
    }
  }

  @Test
  void whatOneClientLeavesBehindDoesNotReachAnother() throws Exception {
    try (Connection first = connect("&preferQueryMode=simple")) {
      for (String sql :
          List.of(
              "SET my.tenant = 'one'",
              "SET work_mem = '7MB'",
              "CREATE TEMP TABLE left_over (id int)",
              "PREPARE left_over AS SELECT 1",
              "SELECT pg_advisory_lock(42)",
              "SELECT set_config('my.other', 'x', false)",
              "LISTEN news")) {
        try (Statement statement = first.createStatement()) {
          statement.execute(sql);
        }
        for (int i = 0; i < SERVERS; i++) {
          try (Connection other = connect("")) {
            other.setAutoCommit(false);
            assertThat(
                    value(
                        other,
                        "SELECT concat(current_setting('my.tenant', true),"
                            + " current_setting('my.other', true),"
                            + " (SELECT count(*) FROM pg_prepared_statements WHERE from_sql),"
                            + " (SELECT count(*) FROM pg_listening_channels()),"
                            + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'),"
                            + " to_regclass('pg_temp.left_over'), current_setting('work_mem'))"))
                .as(sql)
                .isEqualTo("0004MB");
            other.rollback();
          }
        }
      }
      assertThat(value(first, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void tellsWhatClientsSetForTheirSessionAndLost() throws Exception {
    proxy.console(new ConsoleOptions(Set.of("postgres"), Set.of(), () -> {}, () -> {}));
    // Not a driver: they set things of their own.
    int port = proxy.boundPort(ROUTE);
    try (RawClient client = RawClient.login(port, "user", "postgres", "database", "app")) {
      for (String sql :
          List.of(
              "SET work_mem = '7MB'",
              "SET work_mem = '8MB'",
              "BEGIN; SET LOCAL work_mem = '9MB'",
              "LISTEN news",
              "COMMIT",
              "CREATE TEMP TABLE mine (id int)",
              "SELECT 'SET x'")) {
        client.query(sql);
        client.until('Z');
      }
    }
    List<String> lost = new ArrayList<>();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/pgbouncer";
    try (Connection console =
            DriverManager.getConnection(
                url + "?sslmode=disable&preferQueryMode=simple", "postgres", "");
        ResultSet rows = console.createStatement().executeQuery("SHOW LOST_STATE")) {
      while (rows.next()) {
        lost.add(rows.getString("user") + " " + rows.getString("set_by") + rows.getInt("times"));
      }
    }
    assertThat(lost)
        .containsExactlyInAnyOrder(
            "postgres listen1", "postgres set2", "postgres temporary table1");
    InetSocketAddress address = proxy.metrics(new InetSocketAddress("127.0.0.1", 0));
    URI page = URI.create("http://127.0.0.1:" + address.getPort() + "/metrics");
    String metrics =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    assertThat(metrics)
        .contains("proxy_state_lost_total{database=\"app\",user=\"postgres\",set_by=\"listen\"} 1");
  }

  @Test
  void reportedSettingsFollowTheirClient() throws Exception {
    try (Connection first = connect("&preferQueryMode=simple");
        Connection second = connect("&preferQueryMode=simple")) {
      try (Statement statement = first.createStatement()) {
        statement.execute("SET TimeZone = 'Pacific/Chatham'");
      }
      String usual = value(second, "SHOW TimeZone");
      assertThat(usual).isNotEqualTo("Pacific/Chatham");
      for (int i = 0; i < 5; i++) {
        assertThat(value(first, "SHOW TimeZone")).isEqualTo("Pacific/Chatham");
        assertThat(value(second, "SHOW TimeZone")).isEqualTo(usual);
      }
    }
  }

  @Test
  void copyAndCancelWork() throws Exception {
    TestSql.run(server, "CREATE TABLE public.c (id int, v text)");
    try (Connection client = connect("");
        Statement statement = client.createStatement()) {
      var copy = client.unwrap(PGConnection.class).getCopyAPI();
      String rows = "1\teins\n2\tzwei\n".repeat(5_000);
      assertThat(copy.copyIn("COPY public.c FROM STDIN", new StringReader(rows))).isEqualTo(10_000);
      StringWriter out = new StringWriter();
      assertThat(copy.copyOut("COPY public.c TO STDOUT", out)).isEqualTo(10_000);
      assertThat(out.toString()).hasSize(rows.length());
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .hasMessageContaining("canceling statement");
      statement.setQueryTimeout(0);
      assertThat(value(client, "SELECT 1")).isEqualTo("1");
    }
  }
}
