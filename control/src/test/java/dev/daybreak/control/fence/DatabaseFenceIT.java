package dev.daybreak.control.fence;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseFenceIT {
  private Endpoint database;
  private DatabaseFence fence;

  @BeforeEach
  void aDatabaseWithAnOrdinaryUser() {
    database = TestServers.database(ServerRelease.PG15, "fence \"é");
    String role = "app_" + System.nanoTime();
    TestSql.run(
        database,
        "CREATE ROLE " + role + " LOGIN",
        "CREATE TABLE public.\"T\"\"x\" (id int PRIMARY KEY)",
        "CREATE TABLE public.parted (id int) PARTITION BY RANGE (id)",
        "CREATE TABLE public.part PARTITION OF public.parted DEFAULT",
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role);
    user = database.withLogin(role, Secret.NONE);
    fence = new DatabaseFence(database, Side.SOURCE);
  }

  private Endpoint user;

  @Test
  void aRaisedFenceStopsEveryWriterAndNoReader() throws SQLException {
    try (Connection before = client(user);
        HeldFence held = fence.raise(Duration.ofSeconds(2));
        Connection after = client(user)) {
      assertThat(held.stands()).isTrue();
      assertWriteFails(before, "55P03");
      assertWriteFails(after, "55P03");
      try (Statement statement = after.createStatement()) {
        statement.execute("SELECT count(*) FROM public.\"T\"\"x\"");
        statement.execute("SET default_transaction_read_only = off");
      }
      assertWriteFails(after, "55P03");
    }
    try (Connection client = client(user)) {
      assertWriteFails(client, "25006");
    }
    fence.open(List.of());
    try (Connection client = client(user)) {
      client.createStatement().execute("INSERT INTO public.\"T\"\"x\" VALUES (2)");
    }
  }

  @Test
  void endsTheSessionsItSawThatNoProxyCallsItsOwn() throws SQLException {
    try (Connection stranger = client(user);
        Connection proxied = client(user)) {
      stranger.setAutoCommit(false);
      stranger.createStatement().execute("INSERT INTO public.part VALUES (1)");
      int ours = proxied.unwrap(org.postgresql.PGConnection.class).getBackendPID();
      int theirs = stranger.unwrap(org.postgresql.PGConnection.class).getBackendPID();
      try (PoisedFence poised = fence.poise();
          Connection late = client(user)) {
        assertThat(poised.endForeigners(Set.of(ours)))
            .singleElement(as(STRING))
            .startsWith(theirs + ": " + user.user() + " from 127.0.0.1 as ")
            .contains("last query");
        try (HeldFence held = poised.raise(Duration.ofSeconds(20))) {
          assertThat(held.stands()).isTrue();
        }
        assertThat(late.isValid(5)).as("it may be a proxy's newest").isTrue();
      }
      assertThat(proxied.isValid(5)).isTrue();
      assertThat(stranger.isValid(5)).isFalse();
    }
    fence.open(List.of());
  }

  @Test
  void aWriterInFlightMakesTheFenceFailInsteadOfProvingWhatIsNotSo() throws SQLException {
    try (Connection writer = client(user)) {
      writer.setAutoCommit(false);
      writer.createStatement().execute("INSERT INTO public.part VALUES (1)");
      assertThatThrownBy(() -> fence.raise(Duration.ofMillis(200)))
          .isInstanceOfSatisfying(
              MigrationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCE_FAILED));
      writer.rollback();
    }
    fence.open(List.of());
  }

  @Test
  void aVacuumInFlightGivesWayAtOnce() throws SQLException {
    TestSql.run(
        database,
        "ALTER SYSTEM SET autovacuum_naptime = 1",
        "SELECT pg_reload_conf()",
        "CREATE TABLE public.big (id int, fill text)",
        "INSERT INTO public.big SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i",
        "DELETE FROM public.big WHERE id % 2 = 0",
        "ALTER TABLE public.big SET (autovacuum_vacuum_cost_delay = 100,"
            + " autovacuum_vacuum_cost_limit = 1)");
    String vacuums =
        "SELECT count(*) FROM pg_stat_progress_vacuum WHERE datname = current_database()";
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (TestSql.value(database, vacuums).equals("0")) {
      assertThat(System.nanoTime()).as("autovacuum has not come").isLessThan(deadline);
    }
    long begun = System.nanoTime();
    try (HeldFence held = fence.raise(Duration.ofSeconds(5))) {
      assertThat(held.stands()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(800));
    }
    fence.open(List.of());
    TestSql.run(database, "ALTER SYSTEM RESET autovacuum_naptime", "SELECT pg_reload_conf()");
  }

  @Test
  void aPreparedTransactionMakesTheFenceFail() {
    TestSql.run(
        database, "BEGIN; CREATE TABLE public.unrelated (x int); PREPARE TRANSACTION 'it is''s'");
    assertThatThrownBy(() -> fence.raise(Duration.ofMillis(200)))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("it is's");
    TestSql.run(database, "ROLLBACK PREPARED 'it is''s'");
  }

  @Test
  void aClosedDatabaseRefusesLoginsAndOpensExactlyAsItWas() throws SQLException {
    String acl =
        "SELECT coalesce(datacl::text, '') FROM pg_database WHERE datname = "
            + Names.literal(database.database());
    TestSql.run(
        database,
        "REVOKE CONNECT ON DATABASE " + Names.quote(database.database()) + " FROM PUBLIC",
        "GRANT CONNECT ON DATABASE " + Names.quote(database.database()) + " TO " + user.user());
    String before = TestSql.value(database, acl);
    List<String> taken = new ArrayList<>();
    try (Connection client = client(user)) {
      fence.shut();
      fence.close(java.util.Set.of(), taken::addAll);
      fence.endSessions(Duration.ofMillis(100));
      assertThatThrownBy(() -> client.createStatement().execute("SELECT 1"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(taken).containsExactly(user.user());
    assertThatThrownBy(() -> client(user)).hasMessageContaining("permission denied");
    fence.open(taken);
    assertThat(TestSql.value(database, acl)).isEqualTo(before);
    client(user).close();
  }

  private static void assertWriteFails(Connection connection, String state) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = 200");
      assertThatThrownBy(() -> statement.execute("INSERT INTO public.\"T\"\"x\" VALUES (1)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }
  }

  private static Connection client(Endpoint endpoint) throws SQLException {
    String name =
        java.net.URLEncoder.encode(endpoint.database(), java.nio.charset.StandardCharsets.UTF_8)
            .replace("+", "%20");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + endpoint.port() + "/" + name, endpoint.user(), "");
  }
}
