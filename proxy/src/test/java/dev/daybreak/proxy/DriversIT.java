package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.testkit.TestSql;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that nobody here wrote, where they are installed: each runs its own suite. */
class DriversIT {
  private static final String PASSWORD = "pass wörd=,'";
  private static final Path NODE = Path.of("target", "node", "node_modules").toAbsolutePath();
  @TempDir static Path directory;
  private static EmbeddedServer server;
  private static ProxyFixture fixture;
  private static TestTls.Files tls;

  @BeforeAll
  static void start() throws Exception {
    server =
        EmbeddedServer.start(
            ServerRelease.PG15, directory.resolve("data"), Map.of("wal_level", "logical"));
    Endpoint admin = server.endpoint("postgres");
    String literal = Names.literal(PASSWORD);
    TestSql.run(
        admin,
        "CREATE DATABASE app",
        "SET password_encryption = 'scram-sha-256'",
        "CREATE ROLE \"röle\" LOGIN PASSWORD " + literal,
        "CREATE ROLE clear LOGIN PASSWORD " + literal,
        "CREATE ROLE nologin PASSWORD " + literal,
        "SET password_encryption = 'md5'",
        "CREATE ROLE old LOGIN PASSWORD " + literal);
    Files.writeString(
        directory.resolve("data").resolve("pg_hba.conf"),
        """
        host replication postgres 127.0.0.1/32 trust
        host all postgres 127.0.0.1/32 trust
        host all nologin 127.0.0.1/32 trust
        host all clear 127.0.0.1/32 password
        host all all 127.0.0.1/32 md5
        """);
    TestSql.run(admin, "SELECT pg_reload_conf()");
    tls = TestTls.create(directory);
    Endpoint app = admin.withDatabase("app");
    ProxyOptions options = new ProxyOptions(1, tls.certificate(), tls.key(), false, 1 << 20);
    fixture = new ProxyFixture(app, app, options);
  }

  @AfterAll
  static void stop() {
    fixture.close();
    server.close();
  }

  private static boolean works(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  private static void assume(boolean present, String what) {
    if (!present) {
      System.out.println("skipped: " + what + " is not installed");
    }
    Assumptions.assumeTrue(present, what);
  }

  private static void runSuite(String script, String... interpreter) throws Exception {
    Path file = directory.resolve(script);
    try (InputStream in = DriversIT.class.getResourceAsStream("/drivers/" + script)) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    List<String> command = new java.util.ArrayList<>(List.of(interpreter));
    command.add(file.toString());
    Path output = directory.resolve(script + ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder
        .environment()
        .putAll(
            Map.of(
                "PROXY_HOST",
                "127.0.0.1",
                "PROXY_PORT",
                Integer.toString(fixture.port()),
                "PROXY_DATABASE",
                "app",
                "PROXY_PASSWORD",
                PASSWORD,
                "PROXY_ROOT_CERTIFICATE",
                tls.certificate().toString(),
                "PROXY_NODE_MODULES",
                NODE.toString(),
                "HOME",
                directory.toString(),
                "LC_ALL",
                "C.UTF-8",
                "PYTHONIOENCODING",
                "utf-8"));
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    long passed = text.lines().filter(line -> line.startsWith("ok ")).count();
    assertThat(text).contains("checks " + passed);
    assertThat(passed).isPositive();
  }

  @Test
  void psqlPasses() throws Exception {
    assume(works("psql", "--version"), "psql");
    runSuite("psql_suite.sh", "sh");
  }

  @Test
  void replicationClientsPass() throws Exception {
    assume(
        works("pg_basebackup", "--version") && works("pg_recvlogical", "--version"),
        "pg_basebackup or pg_recvlogical");
    runSuite("replication_suite.sh", "sh");
  }

  @Test
  void psycopg3Passes() throws Exception {
    assume(works("/usr/bin/python3", "-c", "import psycopg"), "python3-psycopg");
    runSuite("psycopg3_suite.py", "/usr/bin/python3");
  }

  @Test
  void psycopg2Passes() throws Exception {
    assume(works("/usr/bin/python3", "-c", "import psycopg2"), "python3-psycopg2");
    runSuite("psycopg2_suite.py", "/usr/bin/python3");
  }

  @Test
  void nodePgPasses() throws Exception {
    assume(
        works("node", "--version") && Files.isDirectory(NODE.resolve("pg")),
        "node with its pg module");
    runSuite("node_suite.js", "node");
  }
}
