package dev.daybreak.app.home;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds the embedded control store, logs and working files.
 *
 * @param root absolute; made when first needed
 */
public record DataDirectory(Path root) {
  /** Names the directory when no option does. */
  public static final String VARIABLE = "DAYBREAK_DATA";

  /** The directory an option names, else the environment, else the user's own. */
  public static DataDirectory of(@Nullable Path option, Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (option != null || !named.isEmpty()) {
      return new DataDirectory(
          (option != null ? option : Path.of(named)).toAbsolutePath().normalize());
    }
    String shared = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base =
        shared.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(shared);
    return new DataDirectory(base.resolve("daybreak").toAbsolutePath().normalize());
  }

  /** The embedded control store's own data directory. */
  Path store() {
    return root.resolve("store");
  }

  /** Held by the process that runs the embedded control store. */
  Path lock() {
    return root.resolve("lock");
  }

  /** Says where the embedded control store listens. */
  Path note() {
    return root.resolve("store.properties");
  }

  /** Where logs go. */
  public Path logs() {
    return root.resolve("log");
  }

  /** Where proxies keep samples of statements. */
  public Path samples() {
    return root.resolve("samples");
  }

  /** Where stages keep dumps and feeds. */
  public Path work() {
    return root.resolve("work");
  }

  /**
   * Makes the directory.
   *
   * @throws MigrationException IO_FAILED
   */
  void create() {
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED,
          "cannot make the data directory " + root + ".",
          "Name one that may be written with --data.",
          e);
    }
  }
}
