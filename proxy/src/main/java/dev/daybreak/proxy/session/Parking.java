package dev.daybreak.proxy.session;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a held client has sent and not yet got an answer to, in order. Bounded by its user, who stops
 * reading the client when {@link #full}. Used by the event loop; counts may be read by others.
 */
final class Parking {
  private final ArrayDeque<Unit> units = new ArrayDeque<>();
  private final long bytesMax;
  private Unit arriving = new Unit();
  private long bytes;
  private volatile int count;
  private volatile long oldestAt;

  Parking(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Takes a frame; true when it completes a unit. */
  boolean add(byte type, ByteBuf frame) {
    arriving.add(type, frame);
    bytes += frame.readableBytes();
    if (!arriving.complete()) {
      return false;
    }
    units.add(arriving);
    arriving = new Unit();
    counted();
    return true;
  }

  /** Puts a rejected unit back to the front. */
  void putBack(Unit unit) {
    units.addFirst(unit);
    bytes += unit.bytes();
    counted();
  }

  @Nullable Unit peek() {
    return units.peek();
  }

  /** Removes the oldest complete unit; the caller owns it. */
  @Nullable Unit poll() {
    Unit unit = units.poll();
    if (unit != null) {
      bytes -= unit.bytes();
      counted();
    }
    return unit;
  }

  /** Removes what has arrived of a unit that is not complete; the caller owns it. */
  Unit pollArriving() {
    Unit unit = arriving;
    bytes -= unit.bytes();
    arriving = new Unit();
    return unit;
  }

  boolean isEmpty() {
    return units.isEmpty() && arriving.frames().isEmpty();
  }

  boolean full() {
    return bytes > bytesMax;
  }

  int count() {
    return count;
  }

  /** {@link System#nanoTime} when the oldest unit arrived; meaningless when there is none. */
  long oldestAt() {
    return oldestAt;
  }

  void release() {
    units.forEach(Unit::release);
    units.clear();
    arriving.release();
    counted();
  }

  private void counted() {
    Unit oldest = units.peek();
    if (oldest != null) {
      oldestAt = oldest.arrivedAt();
    }
    count = units.size();
  }
}
