package dev.daybreak.embedded;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server on loopback, superuser {@code postgres}, authentication {@code trust}.
 * Works for root and for ordinary users. Closing it stops a server that this process started or
 * adopted.
 */
public final class EmbeddedServer implements AutoCloseable {
  private static final List<String> ARCHIVES =
      List.of("postgres-linux-x86_64.txz", "postgres-linux-arm_64.txz");
  private static final Duration STARTUP_BUDGET = Duration.ofSeconds(60);

  private final Path dataDirectory;
  private final int port;
  private final @Nullable EmbeddedPostgres started;

  private EmbeddedServer(Path dataDirectory, int port, @Nullable EmbeddedPostgres started) {
    this.dataDirectory = dataDirectory;
    this.port = port;
    this.started = started;
  }

  /**
   * Starts a server on a free port; creates the data directory when there is none. A server that
   * still runs on the data directory (its starter was killed) is adopted instead.
   *
   * @param release which PostgreSQL
   * @param dataDirectory kept when the server is closed
   * @param settings server settings, such as {@code wal_level}
   * @throws MigrationException EMBEDDED_SERVER
   */
  public static EmbeddedServer start(
      ServerRelease release, Path dataDirectory, Map<String, String> settings) {
    Optional<Postmaster> running = Postmaster.of(dataDirectory);
    if (running.isPresent()) {
      return new EmbeddedServer(dataDirectory, running.get().port(), null);
    }
    try {
      Files.createDirectories(cache());
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setPgBinaryResolver((system, architecture) -> binaries(release))
              .setOverrideWorkingDirectory(cache().toFile())
              .setDataDirectory(dataDirectory)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(STARTUP_BUDGET)
              .setErrorRedirector(Redirect.DISCARD)
              .setOutputRedirector(Redirect.DISCARD);
      settings.forEach(builder::setServerConfig);
      EmbeddedPostgres server = builder.start();
      return new EmbeddedServer(dataDirectory, server.getPort(), server);
    } catch (IOException | RuntimeException e) {
      throw new MigrationException(
          ErrorCode.EMBEDDED_SERVER,
          "the embedded PostgreSQL "
              + release.major()
              + " in "
              + dataDirectory
              + " does not start: "
              + e.getMessage(),
          "Look at the server's log in that directory; as root, user namespaces (unshare -U) must"
              + " be allowed.",
          e);
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The data directory. */
  public Path dataDirectory() {
    return dataDirectory;
  }

  /** A database on this server, as superuser. */
  public Endpoint endpoint(String database) {
    return Endpoint.of("127.0.0.1", port, database, "postgres", Secret.NONE);
  }

  /** Stops the server at once (immediate crash recovery is PostgreSQL's own business). */
  @Override
  public void close() {
    if (started != null) {
      try {
        started.close();
      } catch (IOException | RuntimeException e) {
        Postmaster.of(dataDirectory).ifPresent(Postmaster::stop);
      }
    }
    Postmaster.of(dataDirectory).ifPresent(Postmaster::stop);
  }

  static boolean hasBinaries(ServerRelease release) {
    return archive(release).isPresent();
  }

  private static Optional<URL> archive(ServerRelease release) {
    return ARCHIVES.stream()
        .map(name -> EmbeddedServer.class.getResource(release.folder() + "/" + name))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static InputStream binaries(ServerRelease release) throws IOException {
    URL archive =
        archive(release)
            .orElseThrow(
                () ->
                    new MigrationException(
                        ErrorCode.EMBEDDED_SERVER,
                        "no PostgreSQL "
                            + release.major()
                            + " binaries for this platform are built in",
                        "Build on this platform, or name a control store with --store."));
    return archive.openStream();
  }

  /**
   * Where unpacked binaries are kept between runs; {@code daybreak.embedded.cache} names another.
   */
  private static Path cache() {
    String named = System.getProperty("daybreak.embedded.cache");
    if (named != null) {
      return Path.of(named);
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg != null && !xdg.isEmpty()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("daybreak").resolve("postgres");
  }
}
