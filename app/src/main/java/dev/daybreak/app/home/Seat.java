package dev.daybreak.app.home;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A worker's name that stays the same when its process is killed and started again, and that no two
 * living processes have: the first free one of a data directory. Held until closed.
 */
public final class Seat implements AutoCloseable {
  private static final int SEATS = 64;

  private final RandomAccessFile file;
  private final String name;

  private Seat(RandomAccessFile file, String name) {
    this.file = file;
    this.name = name;
  }

  /**
   * Takes the first free seat.
   *
   * @throws MigrationException IO_FAILED, DATA_DIRECTORY_TAKEN when there is none
   */
  public static Seat take(DataDirectory directory) {
    directory.create();
    Path seats = directory.root().resolve("workers");
    try {
      Files.createDirectories(seats);
      for (int i = 0; i < SEATS; i++) {
        Optional<Seat> seat = tryTake(seats.resolve(Integer.toString(i)));
        if (seat.isPresent()) {
          return seat.get();
        }
      }
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED,
          "cannot use " + seats + ".",
          "Name a data directory that may be written with --data.",
          e);
    }
    throw new MigrationException(
        ErrorCode.DATA_DIRECTORY_TAKEN,
        SEATS + " workers use the data directory " + directory.root() + " already.",
        "Name another directory with --data.");
  }

  private static Optional<Seat> tryTake(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      FileLock lock = file.getChannel().tryLock();
      if (lock != null) {
        return Optional.of(new Seat(file, nameIn(file)));
      }
    } catch (OverlappingFileLockException e) {
      // Taken by this process itself.
    }
    file.close();
    return Optional.empty();
  }

  private static String nameIn(RandomAccessFile file) throws IOException {
    byte[] bytes = new byte[(int) file.length()];
    file.readFully(bytes);
    String name = new String(bytes, StandardCharsets.UTF_8).strip();
    if (name.isEmpty()) {
      name = "worker-" + UUID.randomUUID().toString().substring(0, 8);
      file.setLength(0);
      file.write(name.getBytes(StandardCharsets.UTF_8));
      file.getFD().sync();
    }
    return name;
  }

  /** The worker's name. */
  public String name() {
    return name;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
  }
}
