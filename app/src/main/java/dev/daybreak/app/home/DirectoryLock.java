package dev.daybreak.app.home;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one process that may run a data directory's embedded store. The lock ends with its process.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock, or empty while another process, or this one, holds it. */
  static Optional<DirectoryLock> tryLock(DataDirectory directory) {
    directory.create();
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new DirectoryLock(channel));
      }
    } catch (OverlappingFileLockException e) {
      // Held by this process itself: the same as held by another.
    } catch (IOException e) {
      closeQuietly(channel);
      throw new MigrationException(
          ErrorCode.IO_FAILED,
          "cannot lock the data directory " + directory.root() + ".",
          "Name one that may be written with --data.",
          e);
    }
    closeQuietly(channel);
    return Optional.empty();
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written through it.
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }
}
