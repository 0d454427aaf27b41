package dev.daybreak.app.quickstart;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory that is removed with all it holds when closed. */
final class TemporaryDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryDirectory.class);
  private static final int TRIES = 20;
  private static final long PAUSE_MILLIS = 100;

  private final Path path;

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  static TemporaryDirectory create(String prefix) {
    try {
      return new TemporaryDirectory(Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED,
          "cannot make a temporary directory.",
          "Set TMPDIR to a directory with some gigabytes of free space.",
          e);
    }
  }

  Path path() {
    return path;
  }

  /** A server that was stopped at once may still write a last file: hence several tries. */
  @Override
  public void close() {
    for (int i = 0; i < TRIES; i++) {
      if (wipe()) {
        return;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    LOG.warn("left behind directory={}", path);
  }

  private boolean wipe() {
    try (Stream<Path> found = Files.walk(path)) {
      List<Path> paths = found.sorted(Comparator.reverseOrder()).toList();
      for (Path one : paths) {
        Files.deleteIfExists(one);
      }
      return true;
    } catch (IOException | java.io.UncheckedIOException e) {
      return false;
    }
  }
}
