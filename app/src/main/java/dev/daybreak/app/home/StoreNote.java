package dev.daybreak.app.home;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What the process that runs an embedded store leaves for others to find it. Holds no secret.
 *
 * @param port where the store listens on 127.0.0.1
 * @param pid the process that runs it
 * @param service whether that process stays, as {@code up} does, or is a short command
 */
record StoreNote(int port, long pid, boolean service) {
  /** Puts the note in place at once. */
  void write(DataDirectory directory) {
    Properties properties = new Properties();
    properties.setProperty("port", Integer.toString(port));
    properties.setProperty("pid", Long.toString(pid));
    properties.setProperty("service", Boolean.toString(service));
    Path draft = directory.root().resolve("store.properties.new");
    try {
      try (Writer writer = Files.newBufferedWriter(draft)) {
        properties.store(writer, "Where this directory's control store listens");
      }
      Files.move(
          draft,
          directory.note(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED,
          "cannot write " + directory.note() + ".",
          "Check the free space and the rights of the data directory.",
          e);
    }
  }

  /** The note, or empty when there is none that can be read whole. */
  static Optional<StoreNote> read(DataDirectory directory) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(directory.note())) {
      properties.load(reader);
      return Optional.of(
          new StoreNote(
              Integer.parseInt(properties.getProperty("port", "")),
              Long.parseLong(properties.getProperty("pid", "")),
              Boolean.parseBoolean(properties.getProperty("service"))));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static void remove(DataDirectory directory) {
    try {
      Files.deleteIfExists(directory.note());
    } catch (IOException e) {
      // A stale note is overwritten by the next owner; readers see that its process is gone.
    }
  }
}
