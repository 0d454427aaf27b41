package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolIT {
  private static ProxyFixture fixture;

  @BeforeAll
  static void start() {
    fixture = ProxyFixture.start();
    TestSql.run(
        fixture.source,
        "CREATE TABLE public.\"Ware ö\" (id int PRIMARY KEY, name text, note text)");
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
  void answersInEveryQueryMode(String mode) throws SQLException {
    try (Connection client = fixture.connect("preferQueryMode", mode)) {
      for (int i = 0; i < 8; i++) {
        try (PreparedStatement query =
            client.prepareStatement("SELECT ?::int + 1, 'é' || ?, NULL, ''")) {
          query.setInt(1, i);
          query.setString(2, "ß" + i);
          try (ResultSet row = query.executeQuery()) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(i + 1);
            assertThat(row.getString(2)).isEqualTo("éß" + i);
            assertThat(row.getString(3)).isNull();
            assertThat(row.getString(4)).isEmpty();
          }
        }
      }
    }
  }

  @Test
  void passesErrorsInEveryStateAndGoesOn() throws SQLException {
    try (Connection client = fixture.connect("prepareThreshold", "1");
        Statement statement = client.createStatement()) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> statement.executeQuery("SELECT 1/0"))
            .hasMessageContaining("division by zero");
        assertThatThrownBy(() -> statement.executeQuery("SELEC 1")).hasMessageContaining("syntax");
      }
      client.setAutoCommit(false);
      assertThatThrownBy(() -> statement.executeQuery("SELECT nothing FROM nowhere"))
          .hasMessageContaining("nowhere");
      assertThatThrownBy(() -> statement.executeQuery("SELECT 1")).hasMessageContaining("aborted");
      client.rollback();
      assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
    }
  }

  @Test
  void pipelinesBatchesAndKeepsTheirOrder() throws SQLException {
    TestSql.run(fixture.source, "CREATE TABLE public.batched (id serial, v int)");
    try (Connection client = fixture.connect();
        PreparedStatement insert =
            client.prepareStatement("INSERT INTO public.batched (v) VALUES (?)")) {
      for (int i = 0; i < 5000; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(5000);
    }
    assertThat(
            TestSql.value(fixture.source, "SELECT count(*) FROM public.batched WHERE v = id - 1"))
        .isEqualTo("5000");
  }

  @Test
  void copiesBothWays() throws Exception {
    try (Connection client = fixture.connect()) {
      StringBuilder rows = new StringBuilder();
      for (int i = 0; i < 20_000; i++) {
        rows.append(i).append("\t").append("é".repeat(50)).append("\t\\N\n");
      }
      var bytes = rows.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      var manager = client.unwrap(org.postgresql.PGConnection.class).getCopyAPI();
      long written =
          manager.copyIn(
              "COPY public.\"Ware ö\" FROM STDIN", new java.io.ByteArrayInputStream(bytes));
      var out = new java.io.ByteArrayOutputStream();
      manager.copyOut("COPY (SELECT * FROM public.\"Ware ö\" ORDER BY id) TO STDOUT", out);
      assertThat(written).isEqualTo(20_000);
      assertThat(out.toByteArray()).isEqualTo(bytes);
      assertThat(client.createStatement().executeQuery("SELECT 1").next()).isTrue();
    }
  }

  @Test
  void cancelsByAVirtualKey() throws Exception {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      CompletableFuture<Throwable> outcome =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  statement.execute("SELECT pg_sleep(20)");
                  return new AssertionError("was not cancelled");
                } catch (SQLException e) {
                  return e;
                }
              });
      awaitActive("%pg_sleep(20)%");
      statement.cancel();
      assertThat(((SQLException) outcome.get(10, TimeUnit.SECONDS)).getSQLState())
          .isEqualTo("57014");
    }
  }

  private static void awaitActive(String like) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    String query =
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
            + " AND query LIKE '"
            + like
            + "'";
    while (TestSql.value(fixture.source, query).equals("0")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void passesNoticesAndNotifications() throws SQLException {
    try (Connection client = fixture.connect();
        Statement statement = client.createStatement()) {
      statement.execute("DO $$ BEGIN RAISE NOTICE 'schön'; END $$");
      assertThat(statement.getWarnings().getMessage()).isEqualTo("schön");
      statement.execute("LISTEN \"Kanal ü\"");
      TestSql.run(fixture.source, "NOTIFY \"Kanal ü\", 'hallo'");
      var notes = client.unwrap(org.postgresql.PGConnection.class).getNotifications(5000);
      assertThat(notes).hasSize(1);
      assertThat(notes[0].getParameter()).isEqualTo("hallo");
    }
  }

  @Test
  void aSlowReaderDoesNotGrowTheProxy() throws Exception {
    try (SlowReader reader = new SlowReader(fixture.port(), "app")) {
      long before = SlowReader.used();
      reader.ask("SELECT repeat('x', 1000) FROM generate_series(1, 300000)");
      assertThat(reader.readSlowly(20) - before).isLessThan(16L << 20);
    }
  }

  @Test
  void refusesAnUnknownDatabaseByName() {
    assertThatThrownBy(
            () ->
                java.sql.DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + fixture.port() + "/none?user=postgres"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("3D000"))
        .hasMessageContaining("none")
        .hasMessageContaining("1 others");
  }
}
