package dev.daybreak.cdc.read;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the messages of a slot together to whole transactions (PostgreSQL manual, "Logical
 * Replication Message Formats", protocol version 1). For one thread.
 */
final class Assembler implements AutoCloseable {
  private final int spillBytes;
  private final Path spillDirectory;
  private @Nullable MessageLog log;
  private final List<String> sentinels = new ArrayList<>();
  private long xid;
  private int changes;
  private boolean echo;

  Assembler(int spillBytes, Path spillDirectory) {
    this.spillBytes = spillBytes;
    this.spillDirectory = spillDirectory;
  }

  /** Takes a message; the transaction it completes, or null. */
  @Nullable ReceivedTransaction accept(ByteBuffer message) {
    try {
      return dispatch(message);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw protocol("a message ends too early", e);
    }
  }

  private @Nullable ReceivedTransaction dispatch(ByteBuffer message) {
    char type = (char) message.get(message.position());
    switch (type) {
      case 'B' -> begin(message);
      case 'C' -> {
        return commit(message);
      }
      case 'M' -> message(message);
      case 'R', 'Y' -> open().append(message);
      case 'I', 'U', 'D', 'T' -> change(message);
      case 'O' -> {
        // names where the capturing side itself had the transaction from: of no use here
      }
      default -> throw protocol("unknown message type " + (int) type, null);
    }
    return null;
  }

  private void begin(ByteBuffer message) {
    if (log != null) {
      throw protocol("a transaction begins inside another", null);
    }
    ByteBuffer in = body(message);
    in.getLong();
    in.getLong();
    xid = Integer.toUnsignedLong(in.getInt());
    changes = 0;
    echo = false;
    sentinels.clear();
    log = new MessageLog(spillBytes, spillDirectory);
  }

  private ReceivedTransaction commit(ByteBuffer message) {
    ByteBuffer in = body(message);
    in.get();
    Lsn commit = new Lsn(in.getLong());
    Lsn end = new Lsn(in.getLong());
    MessageLog whole = open();
    log = null;
    return new ReceivedTransaction(xid, commit, end, changes, echo, sentinels, whole);
  }

  private void message(ByteBuffer message) {
    ByteBuffer in = body(message);
    boolean transactional = (in.get() & 1) == 1;
    in.getLong();
    String prefix = Text.cString(in);
    if (!transactional) {
      return;
    }
    open();
    if (prefix.equals(Prefixes.TAG)) {
      echo = true;
    } else if (prefix.equals(Prefixes.SENTINEL)) {
      int length = in.getInt();
      sentinels.add(Text.utf8(in, length));
    }
  }

  private void change(ByteBuffer message) {
    MessageLog current = open();
    if (!echo) {
      current.append(message);
      changes++;
    }
  }

  private MessageLog open() {
    if (log == null) {
      throw protocol("a message outside any transaction", null);
    }
    return log;
  }

  private static ByteBuffer body(ByteBuffer message) {
    ByteBuffer in = message.duplicate();
    in.get();
    return in;
  }

  private static MigrationException protocol(String what, @Nullable Throwable cause) {
    return new MigrationException(
        ErrorCode.SOURCE_PROTOCOL,
        "the change stream cannot be read: " + what,
        "Report this with the versions of both servers.",
        cause);
  }

  /** Forgets a transaction that is not whole. */
  @Override
  public void close() {
    if (log != null) {
      log.close();
      log = null;
    }
  }
}
