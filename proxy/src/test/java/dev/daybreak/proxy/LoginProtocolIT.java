package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.testkit.TestSql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first frames of a connection, cancel keys, and how connections end. */
class LoginProtocolIT {
  private static final String[] LOGIN = {"user", "postgres", "database", "app"};
  private static final int CANCEL = 80877102;
  private static ProxyFixture fixture;

  @BeforeAll
  static void start() {
    fixture = ProxyFixture.start();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static byte[] key(List<RawClient.Frame> login) {
    return login.stream().filter(frame -> frame.type() == 'K').findFirst().orElseThrow().body();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 9999})
  void everyMinorVersionIsNegotiated(int minor) throws Exception {
    try (RawClient client = new RawClient(fixture.port())) {
      client.startup(RawClient.PROTOCOL_3_0 + minor, LOGIN);
      List<RawClient.Frame> login = client.until('Z');
      if (minor > 2) {
        assertThat(login.get(0).type()).isEqualTo('v');
        assertThat(ByteBuffer.wrap(login.get(0).body()).getInt())
            .isEqualTo(RawClient.PROTOCOL_3_0 + 2);
      } else {
        assertThat(login.get(0).type()).isEqualTo('R');
      }
      assertThat(key(login)).hasSize(4 + (minor < 2 ? 4 : 32));
      assertThat(client.ask("SELECT pg_backend_pid()"))
          .isEqualTo(Integer.toString(ByteBuffer.wrap(key(login)).getInt()));
    }
  }

  @Test
  void unknownProtocolOptionsAreNamed() throws Exception {
    try (RawClient client = new RawClient(fixture.port())) {
      client.startup(
          RawClient.PROTOCOL_3_0, "user", "postgres", "database", "app", "_pq_.odd", "x");
      RawClient.Frame first = client.read();
      assertThat(first.type()).isEqualTo('v');
      ByteBuffer body = ByteBuffer.wrap(first.body());
      assertThat(body.getInt()).isEqualTo(RawClient.PROTOCOL_3_0);
      assertThat(body.getInt()).isEqualTo(1);
      assertThat(first.text()).endsWith("_pq_.odd\0");
      client.until('Z');
    }
  }

  @Test
  void otherMajorVersionsAndGssAreRefusedProperly() throws Exception {
    try (RawClient client = new RawClient(fixture.port())) {
      client.startup(2 << 16, LOGIN);
      assertThat(client.read().field('C')).isEqualTo("0A000");
      assertThat(client.ended()).isTrue();
    }
    try (RawClient client = new RawClient(fixture.port())) {
      client.packet(80877104);
      assertThat(client.in.read()).isEqualTo('N');
      client.packet(80877103);
      assertThat(client.in.read()).isEqualTo('N');
      client.startup(RawClient.PROTOCOL_3_0, LOGIN);
      client.until('Z');
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void aCancelConnectionEndsWhenTheServerHasBeenSignalled(int minor) throws Exception {
    try (RawClient client = new RawClient(fixture.port())) {
      client.startup(RawClient.PROTOCOL_3_0 + minor, LOGIN);
      byte[] key = key(client.until('Z'));
      for (int i = 0; i < 20; i++) {
        client.query("SELECT pg_sleep(60)");
        awaitSleeping(ByteBuffer.wrap(key).getInt());
        cancel(key);
        List<RawClient.Frame> answer = client.until('Z');
        assertThat(answer).anyMatch(frame -> frame.field('C').equals("57014"));
        cancel(key);
        assertThat(client.ask("SELECT 1")).isEqualTo("1");
      }
    }
  }

  private static void cancel(byte[] key) throws Exception {
    try (RawClient canceller = new RawClient(fixture.port())) {
      canceller.packet(CANCEL, key);
      assertThat(canceller.ended()).isTrue();
    }
  }

  private static void awaitSleeping(int pid) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    String query =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " + pid;
    while (TestSql.value(fixture.source, query).equals("0")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void aWrongCancelKeyCancelsNothing() throws Exception {
    try (RawClient client = new RawClient(fixture.port())) {
      client.startup(RawClient.PROTOCOL_3_0, LOGIN);
      byte[] key = key(client.until('Z'));
      key[7] ^= 1;
      client.query("SELECT pg_sleep(0.3)");
      cancel(key);
      assertThat(client.until('Z')).noneMatch(frame -> frame.type() == 'E');
    }
  }

  @Test
  void aServersRefusalIsPassedWhole() throws Exception {
    try (RawClient client = new RawClient(fixture.port())) {
      client.startup(
          RawClient.PROTOCOL_3_0, "user", "postgres", "database", "app", "options", "-c no_such=1");
      RawClient.Frame error = client.until('E').get(0);
      assertThat(error.field('C')).isEqualTo("42704");
      assertThat(error.field('M')).contains("no_such");
      assertThat(error.field('R')).as("routine of the server").isNotEmpty();
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void noticesOfTheLoginReachTheClient() throws Exception {
    try (RawClient client = new RawClient(fixture.port())) {
      client.startup(
          RawClient.PROTOCOL_3_0,
          "user",
          "postgres",
          "database",
          "app",
          "client_min_messages",
          "debug5");
      assertThat(client.until('Z')).anyMatch(frame -> frame.type() == 'N');
    }
  }

  @Test
  void aServerLostInTheMiddleOfARowIsNotMendedWithAnotherFrame() throws Exception {
    try (RawClient client = RawClient.login(fixture.port(), LOGIN)) {
      String pid = client.ask("SELECT pg_backend_pid()");
      client.query("SELECT repeat('x', 100000000)");
      RawClient.Frame description = client.read();
      assertThat(description.type()).isEqualTo('T');
      client.in.readNBytes(100_000);
      TestSql.run(fixture.source, "SELECT pg_terminate_backend(" + pid + ")");
      long rest = 0;
      byte[] buffer = new byte[1 << 16];
      int read = client.in.read(buffer);
      while (read > 0) {
        for (int i = 0; i < read && rest + i + 100_000 < 100_000_000; i++) {
          assertThat(buffer[i]).isEqualTo((byte) 'x');
        }
        rest += read;
        read = client.in.read(buffer);
      }
    }
  }

  @Test
  void veryLongTextsPass() throws Exception {
    int length = 40 << 20;
    try (RawClient client = RawClient.login(fixture.port(), LOGIN)) {
      String answer = client.ask("SELECT length('" + "y".repeat(length) + "')");
      assertThat(answer).isEqualTo(Integer.toString(length));
      String words = "SELECT count(*) FROM (VALUES " + "(null),".repeat(60_000) + "(null)) v(x)";
      assertThat(client.ask(words)).isEqualTo("60001");
    }
  }

  @Test
  void terminateWhileBusyEndsQuietly() throws Exception {
    try (RawClient client = RawClient.login(fixture.port(), LOGIN)) {
      client.query("SELECT pg_sleep(0.2)");
      client.send((byte) 'X', (byte) 0, (byte) 0, (byte) 0, (byte) 4);
      assertThat(client.until('Z')).noneMatch(frame -> frame.type() == 'E');
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void physicalReplicationNeedsNoDatabaseName() throws Exception {
    try (RawClient client =
        RawClient.login(fixture.port(), "user", "postgres", "replication", "true")) {
      assertThat(client.ask("IDENTIFY_SYSTEM")).matches("\\d+");
    }
    try (RawClient client =
        RawClient.login(
            fixture.port(), "user", "postgres", "database", "app", "replication", "database")) {
      assertThat(client.ask("IDENTIFY_SYSTEM")).matches("\\d+");
      assertThat(client.ask("SELECT 1")).isEqualTo("1");
    }
  }

  /** What libpq names as the database then is none: {@code replication}. */
  @Test
  void physicalReplicationMayChooseAnyDatabaseOfOneServer() throws Exception {
    String[] login = {"user", "postgres", "database", "replication", "replication", "true"};
    try (ProxyServer proxy =
        new ProxyServer("several", List.of(), new FixedBoard(), ProxyOptions.defaults())) {
      open(proxy, "one", 0, fixture.source);
      proxy.start();
      int port = proxy.boundPort("one");
      open(proxy, "two", port, fixture.source.withDatabase("postgres"));
      try (RawClient client = RawClient.login(port, login)) {
        assertThat(client.ask("IDENTIFY_SYSTEM")).matches("\\d+");
      }
      open(proxy, "elsewhere", port, fixture.target);
      try (RawClient client = new RawClient(port)) {
        client.startup(RawClient.PROTOCOL_3_0, login);
        assertThat(client.until('E').get(0).field('C')).isEqualTo("3D000");
      }
    }
  }

  private static void open(ProxyServer proxy, String name, int port, Endpoint server) {
    proxy.open(new RouteBinding(name, "127.0.0.1", port, name, server, server), PoolOptions.NONE);
  }

  @Test
  void tooLongAndTooShortStartupPacketsAreRefused() throws Exception {
    for (byte[] packet : new byte[][] {{0, 0, 0, 3}, {127, 0, 0, 0}, {0, 0, 0, 5, 1}}) {
      try (RawClient client = new RawClient(fixture.port())) {
        client.send(packet);
        assertThat(client.until('E').get(0).field('C')).isEqualTo("08P01");
        assertThat(client.ended()).isTrue();
      }
    }
    byte[] odd = "user\0postgres\0odd".getBytes(StandardCharsets.UTF_8);
    try (RawClient client = new RawClient(fixture.port())) {
      client.packet(RawClient.PROTOCOL_3_0, odd);
      assertThat(client.until('E').get(0).field('C')).isEqualTo("08P01");
    }
  }
}
