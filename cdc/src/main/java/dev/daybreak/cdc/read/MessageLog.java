package dev.daybreak.cdc.read;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one transaction, in order: in memory up to a bound, past it in a file that has no
 * name any more (so that a killed process leaves nothing behind). Written by one thread, then read,
 * as often as need be, by another.
 */
public final class MessageLog implements AutoCloseable {
  private static final int FIRST_CAPACITY = 512;

  private final int spillBytes;
  private final Path directory;
  private byte[] memory = new byte[FIRST_CAPACITY];
  private int used;
  private long spilled;
  private @Nullable FileChannel file;

  MessageLog(int spillBytes, Path directory) {
    this.spillBytes = spillBytes;
    this.directory = directory;
  }

  /** Appends a copy of the message. */
  void append(ByteBuffer message) {
    int length = message.remaining();
    if (used > 0 && used + (long) length + Integer.BYTES > spillBytes) {
      spill();
    }
    reserve(length + Integer.BYTES);
    ByteBuffer.wrap(memory).putInt(used, length);
    message.duplicate().get(memory, used + Integer.BYTES, length);
    used += Integer.BYTES + length;
  }

  /** Bytes held in memory. */
  long memoryBytes() {
    return memory.length;
  }

  /** Bytes held on disk. */
  public long spilledBytes() {
    return spilled;
  }

  /** Bytes altogether. */
  public long bytes() {
    return spilled + used;
  }

  /** Shows every message to the visitor, in order. */
  public void forEach(Visitor visitor) throws java.sql.SQLException {
    if (file != null) {
      forEachSpilled(visitor, file);
    }
    ByteBuffer all = ByteBuffer.wrap(memory, 0, used);
    while (all.hasRemaining()) {
      int length = all.getInt();
      visitor.message(all.slice(all.position(), length));
      all.position(all.position() + length);
    }
  }

  private void forEachSpilled(Visitor visitor, FileChannel channel) throws java.sql.SQLException {
    try {
      channel.position(0);
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
      for (long at = 0; at < spilled; ) {
        byte[] message = new byte[in.readInt()];
        in.readFully(message);
        at += Integer.BYTES + message.length;
        visitor.message(ByteBuffer.wrap(message));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void spill() {
    try {
      if (file == null) {
        file =
            FileChannel.open(
                directory.resolve("daybreak-" + UUID.randomUUID() + ".spill"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
      }
      ByteBuffer rest = ByteBuffer.wrap(memory, 0, used);
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      spilled += used;
      used = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void reserve(int more) {
    long needed = (long) used + more;
    if (needed > memory.length) {
      long doubled = Math.max(needed, Math.min(2L * memory.length, spillBytes));
      memory = Arrays.copyOf(memory, Math.toIntExact(doubled));
    }
  }

  @Override
  public void close() {
    memory = new byte[0];
    used = 0;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What looks at messages. */
  @FunctionalInterface
  public interface Visitor {
    /** Looks at one message; the buffer is valid during the call only. */
    void message(ByteBuffer message) throws java.sql.SQLException;
  }
}
