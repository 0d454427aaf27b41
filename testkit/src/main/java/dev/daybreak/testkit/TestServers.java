package dev.daybreak.testkit;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.postgres.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Real servers shared by all tests of one process: started at first use, stopped and wiped when the
 * process ends. Tests ask for a fresh database and leave it behind.
 */
public final class TestServers {
  private static final Map<ServerRelease, EmbeddedServer> RUNNING =
      new EnumMap<>(ServerRelease.class);
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final Map<String, String> SETTINGS =
      Map.of(
          "wal_level", "logical",
          "max_wal_senders", "30",
          "max_replication_slots", "30",
          "max_connections", "200",
          "max_prepared_transactions", "10",
          "fsync", "off",
          "synchronous_commit", "off",
          "timezone", "Asia/Kathmandu",
          "max_worker_processes", "16");

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(TestServers::stopAll, "stop-test-servers"));
  }

  private TestServers() {}

  /** The server of a release, started if need be. */
  public static synchronized EmbeddedServer server(ServerRelease release) {
    return RUNNING.computeIfAbsent(release, TestServers::start);
  }

  /** A new empty database, as superuser {@code postgres}; its name is unique in this process. */
  public static Endpoint database(ServerRelease release, String prefix) {
    Endpoint admin = server(release).endpoint("postgres");
    String name = prefix + "_" + DATABASES.incrementAndGet();
    try (Connection connection = Connections.open(admin, "testkit");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + dev.daybreak.kernel.Names.quote(name));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return admin.withDatabase(name);
  }

  private static EmbeddedServer start(ServerRelease release) {
    try {
      Path directory = Files.createTempDirectory("daybreak-test-pg" + release.major() + "-");
      return EmbeddedServer.start(release, directory.resolve("data"), SETTINGS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void stopAll() {
    // All of them before the first is wiped: a process left behind is worse than a file.
    RUNNING.values().forEach(EmbeddedServer::close);
    RUNNING.values().forEach(server -> wipe(server.dataDirectory().getParent()));
    RUNNING.clear();
  }

  private static void wipe(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + directory + ": " + e.getMessage());
    }
  }
}
