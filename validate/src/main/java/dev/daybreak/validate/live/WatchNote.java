package dev.daybreak.validate.live;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file that remembers since when a watch is complete, so that a restart need not begin a new
 * one. Without it nothing is wrong: the watch then counts from its restart.
 */
public final class WatchNote {
  private final Path file;

  public WatchNote(Path directory, String channel) {
    file = directory.resolve(channel + ".watch");
  }

  /** What was noted, or empty. */
  Optional<Lsn> read() {
    try {
      return Files.exists(file)
          ? Optional.of(Lsn.parse(Files.readString(file).strip()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Notes a position, whole or not at all. */
  void write(Lsn position) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, position.text());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Removes it; idempotent. */
  public void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private MigrationException failed(IOException e) {
    return new MigrationException(
        ErrorCode.IO_FAILED,
        "cannot keep " + file + ": " + e.getMessage(),
        "Check that the work directory is writable and has space.",
        e);
  }
}
