package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.kernel.sample.SampledStatement;
import dev.daybreak.kernel.sample.SampledValue;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.proxy.sample.SampleFile;
import dev.daybreak.proxy.sample.SampleMode;
import dev.daybreak.proxy.sample.SampleOptions;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a proxy records of its clients' statements. */
class SampleIT {
  private static final String ROUTE = "sampled";

  @TempDir private Path directory;
  private final Endpoint server = TestServers.database(ServerRelease.PG15, "sample é");

  @BeforeEach
  void table() {
    TestSql.run(
        server,
        "CREATE TABLE public.t (id int PRIMARY KEY, name text)",
        "CREATE SCHEMA other",
        "INSERT INTO public.t SELECT g, 'n' || g FROM generate_series(1, 20) AS g");
  }

  private ProxyServer proxy(PoolMode mode, SampleOptions options) {
    PoolOptions usual = PoolOptions.NONE;
    PoolOptions pool =
        new PoolOptions(
            mode,
            3,
            0,
            usual.serverIdle(),
            usual.serverLifetime(),
            Duration.ofSeconds(30),
            10,
            Duration.ZERO);
    ProxyServer proxy =
        new ProxyServer("sample", List.of(), new FixedBoard(), ProxyOptions.defaults());
    proxy.open(new RouteBinding(ROUTE, "127.0.0.1", 0, "app", server, server), pool);
    proxy.sample(ROUTE, options, directory.resolve("samples"));
    proxy.start();
    return proxy;
  }

  private static Connection connect(ProxyServer proxy, String more) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + proxy.boundPort(ROUTE) + "/app";
    return DriverManager.getConnection(
        url + "?sslmode=disable&ApplicationName=shop" + more, "postgres", "");
  }

  private List<SampledStatement> sample() throws IOException {
    List<Path> files = SampleFile.in(directory.resolve("samples"));
    assertThat(files).singleElement();
    return SampleFile.read(files.get(0));
  }

  private SampledStatement one(String beginning) throws IOException {
    List<SampledStatement> found =
        sample().stream().filter(s -> SampleFile.shown(s).startsWith(beginning)).toList();
    assertThat(found).as(beginning).singleElement();
    return found.get(0);
  }

  private static void read(Connection client, int id, String name) throws SQLException {
    try (PreparedStatement statement =
        client.prepareStatement("SELECT name FROM public.t WHERE id < ? AND name <> ?")) {
      statement.setInt(1, id);
      statement.setString(2, name);
      statement.executeQuery().close();
    }
  }

  @ParameterizedTest
  @EnumSource(PoolMode.class)
  void recordsPreparedStatementsInEveryMode(PoolMode mode) throws Exception {
    try (ProxyServer proxy =
            proxy(mode, new SampleOptions(SampleMode.VALUES, 2, 1 << 20, 100, List.of()));
        Connection client = connect(proxy, "&prepareThreshold=2")) {
      client.setAutoCommit(false);
      for (int i = 0; i < 9; i++) {
        read(client, 10, "n" + i);
        client.commit();
      }
    }
    SampledStatement read = one("SELECT name");
    assertThat(SampleFile.shown(read))
        .isEqualTo("SELECT name FROM public.t WHERE id < $1 AND name <> $2");
    assertThat(read.types()).containsExactly(23, 1043);
    // The first comes together with BEGIN, which is looked at; then it is every second one.
    assertThat(read.counts().executions()).isEqualTo(8);
    assertThat(read.counts().sampled()).isEqualTo(4);
    assertThat(read.counts().rowsMax()).isEqualTo(8);
    assertThat(read.counts().nanosLeast()).isPositive();
    assertThat(read.context().user()).isEqualTo("postgres");
    assertThat(read.context().application()).isEqualTo("shop");
    assertThat(read.context().inTransaction()).isFalse();
    assertThat(read.executions()).hasSize(4);
    assertThat(read.executions().get(0).get(1)).isEqualTo(SampledValue.text("n1"));
    assertThat(one("COMMIT").context().inTransaction()).isTrue();
  }

  @Test
  void recordsSimpleQueriesWithTheirContextAndFailures() throws Exception {
    try (ProxyServer proxy = proxy(PoolMode.NONE, SampleOptions.of(SampleMode.STATEMENTS));
        Connection client = connect(proxy, "&preferQueryMode=simple");
        Statement statement = client.createStatement()) {
      statement.execute("SET search_path = other, public");
      statement.executeQuery("SELECT name FROM t WHERE name = 'hidden' AND id = 4711").close();
      statement.execute("BEGIN; SET LOCAL ROLE pg_monitor");
      statement.executeQuery("SELECT current_user").close();
      statement.execute("ROLLBACK");
      statement.executeQuery("SELECT current_database()").close();
      assertThatThrownBy(() -> statement.execute("SELECT 1 / 0")).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.execute("INSERT INTO public.t VALUES (1, 'hidden')"))
          .hasMessageContaining("duplicate key");
    }
    SampledStatement read = one("SELECT name");
    assertThat(SampleFile.shown(read)).isEqualTo("SELECT name FROM t WHERE name = $1 AND id = $2");
    assertThat(read.types()).containsExactly(0, 23);
    assertThat(read.context().searchPath()).isEqualTo("other, public");
    assertThat(one("SELECT current_user").context().role()).isEqualTo("pg_monitor");
    assertThat(one("SELECT current_user").context().inTransaction()).isTrue();
    assertThat(one("SELECT current_database").context().role()).isEmpty();
    assertThat(one("SELECT $1 / $2").counts().failures()).containsOnlyKeys("22012");
    assertThat(one("INSERT").counts().failures()).containsOnlyKeys("23505");
    String everything = Files.readString(SampleFile.in(directory.resolve("samples")).get(0));
    assertThat(everything).doesNotContain("hidden", "4711");
    assertThat(sample()).allSatisfy(s -> assertThat(s.executions()).isEmpty());
  }

  @Test
  void repliesOfABatchBelongToTheirStatements() throws Exception {
    try (ProxyServer proxy = proxy(PoolMode.NONE, SampleOptions.of(SampleMode.VALUES));
        Connection client = connect(proxy, "");
        Statement statement = client.createStatement()) {
      statement.addBatch("UPDATE public.t SET name = 'x' WHERE id <= 3");
      statement.addBatch("DELETE FROM public.t WHERE id > 15");
      statement.addBatch("INSERT INTO public.t VALUES (100, 'y')");
      statement.executeBatch();
      statement.executeQuery("SELECT 1").close();
    }
    assertThat(one("UPDATE").counts().rowsMax()).isEqualTo(3);
    // One execution of a batch is looked at; the others' turn comes with the next batch.
    assertThat(sample()).noneMatch(s -> SampleFile.shown(s).startsWith("DELETE"));
  }

  @Test
  void aRestartGoesOnWithTheSameSample() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (ProxyServer proxy = proxy(PoolMode.SESSION, SampleOptions.of(SampleMode.STATEMENTS));
          Connection client = connect(proxy, "")) {
        read(client, 3, "a");
      }
    }
    assertThat(one("SELECT name").counts().executions()).isEqualTo(2);
  }

  @Test
  void clientsAreServedWhenTheSampleCannotBeWritten() throws Exception {
    Files.writeString(directory.resolve("samples"), "no directory");
    try (ProxyServer proxy = proxy(PoolMode.NONE, SampleOptions.of(SampleMode.VALUES));
        Connection client = connect(proxy, "")) {
      for (int i = 0; i < 200; i++) {
        read(client, i, "n");
      }
      assertThat(client.isValid(10)).isTrue();
    }
  }
}
