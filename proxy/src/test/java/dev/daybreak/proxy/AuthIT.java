package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins by every method, in front of a server that demands them. */
class AuthIT {
  private static final String PASSWORD = "pass wörd=,'";

  @TempDir static Path directory;
  private static EmbeddedServer server;
  private static ProxyFixture fixture;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedServer.start(ServerRelease.PG15, directory.resolve("data"), Map.of());
    Endpoint admin = server.endpoint("postgres");
    String literal = Names.literal(PASSWORD);
    TestSql.run(
        admin,
        "CREATE DATABASE one",
        "CREATE DATABASE two",
        "SET password_encryption = 'scram-sha-256'",
        "CREATE ROLE \"scrâm\" LOGIN PASSWORD " + literal,
        "CREATE ROLE clear LOGIN PASSWORD " + literal,
        "CREATE ROLE expired LOGIN PASSWORD " + literal + " VALID UNTIL '2001-01-01'",
        "SET password_encryption = 'md5'",
        "CREATE ROLE old LOGIN PASSWORD " + literal);
    Files.writeString(
        directory.resolve("data").resolve("pg_hba.conf"),
        """
        host all postgres 127.0.0.1/32 trust
        host all clear 127.0.0.1/32 password
        host all all 127.0.0.1/32 md5
        """);
    TestSql.run(admin, "SELECT pg_reload_conf()");
    TestTls.Files tls = TestTls.create(directory);
    fixture =
        new ProxyFixture(
            admin.withDatabase("one"),
            admin.withDatabase("two"),
            new ProxyOptions(1, tls.certificate(), tls.key(), false, 1 << 20));
  }

  @AfterAll
  static void stop() {
    fixture.close();
    server.close();
  }

  private static String database(Connection client) throws SQLException {
    try (ResultSet row =
        client.createStatement().executeQuery("SELECT current_database() || current_user")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void assertRefused(String state, String... properties) {
    assertThatThrownBy(() -> fixture.connect(properties).close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  @ParameterizedTest
  @EnumSource(PoolMode.class)
  void scramMd5AndClearTextClientsGetInAndMove(PoolMode mode) throws Exception {
    fixture.proxy.pool(ProxyFixture.ROUTE, RouteScene.pool(mode, 5));
    long epoch = 2 + 100L * mode.ordinal();
    for (String user : new String[] {"scrâm", "old", "clear"}) {
      try (Connection client = fixture.connect("user", user, "password", PASSWORD)) {
        assertThat(database(client)).isEqualTo("one" + user);
        fixture.order(epoch, RouteState.ARMED, Side.SOURCE);
        fixture.order(epoch, RouteState.HOLDING, Side.SOURCE);
        fixture.order(epoch + 1, RouteState.SERVING, Side.TARGET);
        assertThat(database(client)).isEqualTo("two" + user);
        fixture.order(epoch + 2, RouteState.ARMED, Side.TARGET);
        fixture.order(epoch + 2, RouteState.HOLDING, Side.TARGET);
        fixture.order(epoch + 3, RouteState.SERVING, Side.SOURCE);
        assertThat(database(client)).isEqualTo("one" + user);
      }
      epoch += 4;
    }
    fixture.proxy.pool(ProxyFixture.ROUTE, PoolOptions.NONE);
  }

  @Test
  void aWrongPasswordIsAnsweredAsAServerAnswersIt() {
    for (String user : new String[] {"scrâm", "old", "clear", "nobody", "expired"}) {
      String password = user.equals("expired") ? PASSWORD : "wrong";
      assertThatThrownBy(() -> fixture.connect("user", user, "password", password).close())
          .hasMessageContaining("password authentication failed for user \"" + user + "\"")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void aChangedPasswordCountsAtOnceAfterOneRefusal() throws Exception {
    Endpoint admin = server.endpoint("postgres");
    TestSql.run(admin, "CREATE ROLE changing LOGIN PASSWORD 'first'");
    fixture.connect("user", "changing", "password", "first").close();
    TestSql.run(admin, "ALTER ROLE changing PASSWORD 'second'");
    assertRefused("28P01", "user", "changing", "password", "second");
    fixture.connect("user", "changing", "password", "second").close();
    assertRefused("28P01", "user", "changing", "password", "first");
  }

  @Test
  void speaksTlsWithClients() throws Exception {
    try (Connection client =
        fixture.connect("user", "scrâm", "password", PASSWORD, "sslmode", "require")) {
      assertThat(database(client)).isEqualTo("onescrâm");
      try (ResultSet row = client.createStatement().executeQuery("SELECT repeat('x', 3000000)")) {
        row.next();
        assertThat(row.getString(1)).hasSize(3_000_000);
      }
    }
  }

  @Test
  void everyClientOfAPooledConnectionProvesItself() throws Exception {
    Endpoint one = server.endpoint("postgres").withDatabase("one");
    PoolOptions usual = PoolOptions.NONE;
    PoolOptions pool =
        new PoolOptions(
            PoolMode.SESSION,
            1,
            1,
            usual.serverIdle(),
            usual.serverLifetime(),
            usual.queryWait(),
            usual.queueMax(),
            usual.clientIdle());
    try (ProxyServer proxy =
        new ProxyServer("pool", List.of(), new FixedBoard(), ProxyOptions.defaults())) {
      proxy.open(new RouteBinding("pooled", "127.0.0.1", 0, "app", one, one), pool);
      proxy.start();
      String url = "jdbc:postgresql://127.0.0.1:" + proxy.boundPort("pooled") + "/app";
      for (String user : List.of("scrâm", "old", "clear")) {
        for (int i = 0; i < 3; i++) {
          try (Connection client = DriverManager.getConnection(url, user, PASSWORD)) {
            assertThat(database(client)).isEqualTo("one" + user);
          }
          assertThatThrownBy(() -> DriverManager.getConnection(url, user, "wrong").close())
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        }
      }
    }
  }

  @Test
  void aServerWithoutTlsIsRefusedWhenItIsRequired() throws Exception {
    Endpoint required =
        new Endpoint(
            "127.0.0.1",
            server.port(),
            "one",
            "postgres",
            dev.daybreak.kernel.Secret.NONE,
            Map.of("sslmode", "require"));
    try (ProxyFixture strict = new ProxyFixture(required, required, ProxyOptions.defaults())) {
      assertThatThrownBy(() -> strict.connect().close())
          .hasMessageContaining("the server does not offer TLS");
    }
  }
}
