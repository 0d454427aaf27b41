package dev.daybreak.app.quickstart;

import dev.daybreak.app.run.Resources;
import dev.daybreak.demo.fleet.DemoFleet;
import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The quickstart's three real servers. The application's role logs in with its password; only
 * Daybreak's own logins are trusted.
 *
 * @param store the control store
 * @param source PostgreSQL 15
 * @param target PostgreSQL 18
 */
record DemoServers(EmbeddedServer store, EmbeddedServer source, EmbeddedServer target) {
  private static final Map<String, String> STORE =
      Map.of("max_connections", "120", "shared_buffers", "64MB");
  private static final Map<String, String> DATABASE =
      Map.of(
          "wal_level", "logical",
          "max_wal_senders", "60",
          "max_replication_slots", "60",
          "max_connections", "300",
          "max_worker_processes", "16",
          "max_locks_per_transaction", "256",
          "shared_buffers", "192MB",
          "max_wal_size", "4GB",
          "checkpoint_timeout", "15min");

  /** Starts the three at the same time; whatever has started is closed with the resources. */
  static DemoServers start(Path directory, Resources resources) {
    CompletableFuture<EmbeddedServer> store =
        launch(ServerRelease.PG17, directory.resolve("store"), STORE, resources);
    CompletableFuture<EmbeddedServer> source =
        launch(ServerRelease.PG15, directory.resolve("source"), DATABASE, resources);
    CompletableFuture<EmbeddedServer> target =
        launch(ServerRelease.PG18, directory.resolve("target"), DATABASE, resources);
    try {
      DemoServers servers = new DemoServers(store.join(), source.join(), target.join());
      demandPassword(servers.source(), Side.SOURCE);
      demandPassword(servers.target(), Side.TARGET);
      return servers;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static CompletableFuture<EmbeddedServer> launch(
      ServerRelease release, Path data, Map<String, String> settings, Resources resources) {
    return CompletableFuture.supplyAsync(
        () -> resources.add(EmbeddedServer.start(release, data, settings)),
        task -> {
          Thread thread = new Thread(task, "quickstart-pg" + release.major());
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static void demandPassword(EmbeddedServer server, Side side) {
    Path rules = server.dataDirectory().resolve("pg_hba.conf");
    try (Connection connection = Connections.open(server.endpoint("postgres"), "quickstart", side);
        Statement statement = connection.createStatement()) {
      String usual = Files.readString(rules);
      Files.writeString(
          rules, "host all " + DemoFleet.APPLICATION_ROLE + " all scram-sha-256\n" + usual);
      statement.execute("SELECT pg_reload_conf()");
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot set up the demonstration server", e);
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED, "cannot write " + rules + ".", "Check the free space.", e);
    }
  }
}
