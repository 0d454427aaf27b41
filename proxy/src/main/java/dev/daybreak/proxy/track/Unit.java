package dev.daybreak.proxy.track;

import dev.daybreak.proxy.sql.Sql;
import dev.daybreak.proxy.wire.Peek;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends in one go: a Query, a FunctionCall, or extended messages up to Sync or Flush.
 * Owns its frames.
 */
public final class Unit {
  private final List<ByteBuf> frames = new ArrayList<>(5);
  private long arrivedAt;
  private long bytes;
  private byte last;
  private boolean rejected;

  /** Cuts bytes that hold whole frames; takes them over. */
  public static Unit of(ByteBuf whole) {
    Unit unit = new Unit();
    int at = whole.readerIndex();
    while (at < whole.writerIndex()) {
      int total = whole.getInt(at + 1) + 1;
      unit.add(whole.getByte(at), whole.retainedSlice(at, total));
      at += total;
    }
    whole.release();
    return unit;
  }

  public void add(byte type, ByteBuf frame) {
    if (frames.isEmpty()) {
      arrivedAt = System.nanoTime();
    }
    frames.add(frame);
    bytes += frame.readableBytes();
    last = type;
  }

  /** Whether nothing belongs to it any more after its last frame. */
  public boolean complete() {
    return ends(last);
  }

  /** Whether a server does not answer such a frame by itself. */
  static boolean begins(byte type) {
    return switch (type) {
      case Wire.PARSE, Wire.BIND, Wire.DESCRIBE, Wire.EXECUTE, Wire.CLOSE -> true;
      default -> false;
    };
  }

  static boolean ends(byte type) {
    return switch (type) {
      case Wire.QUERY, Wire.FUNCTION_CALL, Wire.SYNC, Wire.FLUSH, Wire.TERMINATE -> true;
      default -> false;
    };
  }

  /** Whether ReadyForQuery answers it. */
  public boolean answeredByReady() {
    return last != Wire.FLUSH && last != Wire.TERMINATE;
  }

  public boolean terminates() {
    return last == Wire.TERMINATE;
  }

  public List<ByteBuf> frames() {
    return frames;
  }

  public long bytes() {
    return bytes;
  }

  public long arrivedAt() {
    return arrivedAt;
  }

  /** A read-only server session has refused it. */
  public void reject() {
    rejected = true;
  }

  public boolean rejected() {
    return rejected;
  }

  /** Whether it surely only reads, as far as words tell. */
  public boolean reads(Tracker tracker) {
    if (rejected || last == Wire.FUNCTION_CALL) {
      return false;
    }
    boolean flushed = last == Wire.FLUSH;
    return all(tracker, sql -> sql != null && sql.read() && !flushed);
  }

  /** Whether in a read-only transaction it may begin to write, now or after its end. */
  public boolean escapes(Tracker tracker) {
    return !all(tracker, sql -> sql != null && !sql.escapes() && !sql.endsAndGoesOn())
        || ends(tracker) > 0 && executions() > 1;
  }

  /** Sends its frames, or what stands for them; still owns its own. */
  public void send(Tracker tracker, Consumer<ByteBuf> server) {
    tracker.replaying(rejected);
    for (ByteBuf frame : frames) {
      int at = frame.readerIndex();
      ByteBuf instead = tracker.sent(frame.getByte(at), frame, at, frame.writerIndex());
      server.accept(instead != null ? instead : frame.retainedSlice());
    }
    tracker.replaying(false);
  }

  public void release() {
    frames.forEach(ByteBuf::release);
    frames.clear();
  }

  private int executions() {
    return (int)
        frames.stream().filter(frame -> frame.getByte(frame.readerIndex()) == Wire.EXECUTE).count();
  }

  private int ends(Tracker tracker) {
    int[] ends = new int[1];
    all(
        tracker,
        sql -> {
          ends[0] += sql != null && sql.ends() ? 1 : 0;
          return true;
        });
    return ends[0];
  }

  /** Tests every statement that is executed; null stands for an unknown one. */
  private boolean all(Tracker tracker, Predicate<@Nullable Sql> test) {
    Map<String, Sql> parsed = new HashMap<>();
    for (ByteBuf frame : frames) {
      int body = frame.readerIndex() + Wire.HEADER;
      int end = frame.writerIndex();
      switch (frame.getByte(frame.readerIndex())) {
        case Wire.QUERY -> {
          if (!test.test(tracker.cache().of(Peek.bytes(frame, body, end)))) {
            return false;
          }
        }
        case Wire.PARSE -> {
          String name = Peek.bytes(frame, body, end);
          String text = Peek.bytes(frame, body + name.length() + 1, end);
          parsed.put(name, tracker.cache().of(text));
        }
        case Wire.BIND -> {
          String name = Peek.bytes(frame, Peek.zero(frame, body, end) + 1, end);
          if (!test.test(statement(name, parsed, tracker))) {
            return false;
          }
        }
        default -> {
          // Executes nothing by itself.
        }
      }
    }
    return true;
  }

  private static @Nullable Sql statement(String name, Map<String, Sql> parsed, Tracker tracker) {
    Sql here = parsed.get(name);
    Prepared known = here == null ? tracker.prepared(name) : null;
    return known == null ? here : known.sql();
  }
}
