package dev.daybreak.app.home;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The control store behind a command: one that the user names, one embedded that another process
 * runs, or one embedded that this process runs until it is closed.
 */
public final class Store implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long POLL_MILLIS = 100;
  private static final Map<String, String> SETTINGS =
      Map.of("max_connections", "120", "shared_buffers", "64MB");

  private final Endpoint endpoint;
  private final @Nullable DataDirectory directory;
  private final @Nullable EmbeddedServer server;
  private final @Nullable DirectoryLock lock;

  private Store(
      Endpoint endpoint,
      @Nullable DataDirectory directory,
      @Nullable EmbeddedServer server,
      @Nullable DirectoryLock lock) {
    this.endpoint = endpoint;
    this.directory = directory;
    this.server = server;
    this.lock = lock;
  }

  /** A store that runs anyway. */
  public static Store named(Endpoint endpoint) {
    return new Store(endpoint, null, null, null);
  }

  /**
   * Runs the embedded store for a process that stays; adopts one that a killed process left.
   *
   * @throws MigrationException DATA_DIRECTORY_TAKEN, EMBEDDED_SERVER, IO_FAILED
   */
  public static Store serve(DataDirectory directory) {
    DirectoryLock lock =
        DirectoryLock.tryLock(directory)
            .orElseThrow(
                () ->
                    new MigrationException(
                        ErrorCode.DATA_DIRECTORY_TAKEN,
                        "the data directory " + directory.root() + " is in use" + owner(directory),
                        "Stop that process, or name another directory with --data. To add"
                            + " migrations to it, use `daybreak start`."));
    return run(directory, lock, true);
  }

  /**
   * Finds the embedded store of a process that runs, or runs it for the length of one command.
   *
   * @throws MigrationException STORE_UNREACHABLE, EMBEDDED_SERVER, IO_FAILED
   */
  public static Store visit(DataDirectory directory) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<DirectoryLock> lock = DirectoryLock.tryLock(directory);
      if (lock.isPresent()) {
        return run(directory, lock.get(), false);
      }
      Optional<StoreNote> note = StoreNote.read(directory).filter(StoreNote::service);
      if (note.isPresent()) {
        return new Store(endpoint(note.get().port()), directory, null, null);
      }
      pause();
    }
    throw new MigrationException(
        ErrorCode.STORE_UNREACHABLE,
        "the data directory " + directory.root() + " is in use" + owner(directory),
        "Wait until that process is done, or stop it, and try again.");
  }

  private static Store run(DataDirectory directory, DirectoryLock lock, boolean service) {
    try {
      EmbeddedServer server = EmbeddedServer.start(ServerRelease.PG17, directory.store(), SETTINGS);
      new StoreNote(server.port(), ProcessHandle.current().pid(), service).write(directory);
      return new Store(server.endpoint("postgres"), directory, server, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static String owner(DataDirectory directory) {
    return StoreNote.read(directory).map(note -> " by process " + note.pid() + ".").orElse(".");
  }

  private static Endpoint endpoint(int port) {
    return Endpoint.of("127.0.0.1", port, "postgres", "postgres", Secret.NONE);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(
          ErrorCode.INTERRUPTED, "interrupted while waiting for the store.", "Try again.", e);
    }
  }

  /** Where the store is. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Whether nobody but this process can be using the store: no worker runs elsewhere. */
  public boolean alone() {
    return server != null;
  }

  /** Stops the store when this process runs it. */
  @Override
  public void close() {
    if (server != null && directory != null && lock != null) {
      StoreNote.remove(directory);
      server.close();
      lock.close();
    }
  }
}
