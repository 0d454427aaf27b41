package dev.daybreak.validate.live;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file that remembers where a watch began and since when it is complete, so that a restart need
 * not begin a new one. Without it nothing is wrong: the watch then counts from its restart. Two
 * lines: the source position it began at, and the one it is complete from once that is known.
 */
public final class WatchNote {
  private final Path file;

  public WatchNote(Path directory, String channel) {
    file = directory.resolve(channel + ".watch");
  }

  /** Where the source's slot was when the watch began, or null. */
  @Nullable Lsn begun() {
    return line(0);
  }

  /** Since when the watch is complete, or null. */
  @Nullable Lsn since() {
    return line(1);
  }

  /** Notes the beginning of a new watch. */
  void begin(Lsn source) {
    write(source.text() + "\n");
  }

  /** Notes since when it is complete. */
  void complete(Lsn since) {
    Lsn begun = begun();
    write((begun == null ? "" : begun.text()) + "\n" + since.text() + "\n");
  }

  private @Nullable Lsn line(int number) {
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      boolean there = lines.size() > number && !lines.get(number).isBlank();
      return there ? Lsn.parse(lines.get(number).strip()) : null;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Whole or not at all. */
  private void write(String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, text);
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
