package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.testkit.TestSql;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that die, clients that vanish, a proxy without free files. */
class FaultIT {
  private static final String[] LOGIN = {"user", "postgres", "database", "app"};
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  @TempDir static Path directory;
  private static EmbeddedServer server;
  private static Endpoint app;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedServer.start(ServerRelease.PG15, directory.resolve("data"), Map.of());
    TestSql.run(server.endpoint("postgres"), "CREATE DATABASE app");
    app = server.endpoint("app");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void awaitValue(String query, String wanted) throws Exception {
    long deadline = System.nanoTime() + WAIT_NANOS;
    String seen = "";
    while (!seen.equals(wanted)) {
      assertThat(System.nanoTime()).as(query + " still gives " + seen).isLessThan(deadline);
      Thread.sleep(20);
      seen = TestSql.value(app, query);
    }
  }

  @Test
  void aServerKilledInTheMiddleOfAReplyEndsItsClientsAndServesNewOnes() throws Exception {
    try (ProxyFixture fixture = new ProxyFixture(app, app, ProxyOptions.defaults());
        RawClient client = RawClient.login(fixture.port(), LOGIN);
        RawClient bystander = RawClient.login(fixture.port(), LOGIN)) {
      String pid = client.ask("SELECT pg_backend_pid()");
      client.query("SELECT g, repeat('x', 1000) FROM generate_series(1, 1000000) AS g");
      client.in.readNBytes(50_000);
      ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
      long read = client.in.skip(Long.MAX_VALUE);
      while (client.in.read() >= 0) {
        read++;
      }
      assertThat(read).isLessThan(1_000_000_000L);
      List<RawClient.Frame> last = bystander.until('E');
      assertThat(last.get(last.size() - 1).field('C')).isEqualTo("08006");
      assertThat(bystander.ended()).isTrue();
      assertThat(serves(fixture.port())).isTrue();
    }
  }

  /** Whether a new client is served before long: the server recovers first. */
  private static boolean serves(int port) throws Exception {
    long deadline = System.nanoTime() + WAIT_NANOS;
    while (System.nanoTime() < deadline) {
      try (RawClient client = RawClient.login(port, LOGIN)) {
        return client.ask("SELECT 1").equals("1");
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    return false;
  }

  @Test
  void aClientThatVanishesInTheMiddleOfACopyLeavesNothing() throws Exception {
    TestSql.run(app, "DROP TABLE IF EXISTS public.vanish", "CREATE TABLE public.vanish (v text)");
    try (ProxyFixture fixture = new ProxyFixture(app, app, ProxyOptions.defaults())) {
      for (int missing = 1; missing <= 7; missing += 3) {
        try (RawClient client = RawClient.login(fixture.port(), LOGIN)) {
          client.query("COPY public.vanish FROM STDIN");
          client.until('G');
          byte[] row = "row\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
          client.out.writeByte('d');
          client.out.writeInt(row.length + 4);
          client.out.write(row);
          client.out.writeByte('d');
          client.out.writeInt(row.length + 4);
          client.out.write(row, 0, row.length - missing);
          client.out.flush();
          awaitValue("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%'", "1");
        }
        awaitValue("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%'", "0");
      }
      awaitValue("SELECT count(*) FROM public.vanish", "0");
    }
  }

  @Test
  void withoutFreeFilesExistingClientsAreServedAndTheLogSaysWhy() throws Exception {
    boolean limits = Files.isExecutable(Path.of("/bin/sh"));
    Assumptions.assumeTrue(limits, "needs a shell's ulimit");
    Process process = limited();
    List<Socket> crowd = new ArrayList<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int port = Integer.parseInt(await(out, "port ").substring("port ".length()));
      try (RawClient first = RawClient.login(port, LOGIN);
          RawClient second = RawClient.login(port, LOGIN)) {
        first.ask("SELECT 0");
        second.ask("SELECT 0");
        for (int i = 0; i < 300; i++) {
          crowd.add(new Socket("127.0.0.1", port));
        }
        assertThat(await(out, "event=accept_failed")).contains("ulimit -n");
        for (int i = 0; i < 50; i++) {
          assertThat(first.ask("SELECT " + i)).isEqualTo(Integer.toString(i));
          assertThat(second.ask("SELECT " + -i)).isEqualTo(Integer.toString(-i));
        }
        for (Socket socket : crowd) {
          socket.close();
        }
        assertThat(serves(port)).isTrue();
      }
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static String await(BufferedReader out, String text) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains(text)) {
        return line.substring(line.indexOf(text));
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("the proxy ended: " + seen);
  }

  private static Process limited() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            "/bin/sh",
            "-c",
            "ulimit -n 200; exec \"$@\"",
            "sh",
            java,
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            LimitedProxy.class.getName(),
            Integer.toString(app.port()))
        .redirectErrorStream(true)
        .start();
  }
}
