package dev.daybreak.proxy.track;

import dev.daybreak.proxy.wire.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a held client has sent and not yet got an answer to, in order. Bounded by its user, who
 * stops reading the client when {@link #full}. Used by the event loop; counts may be read by
 * others.
 */
public final class Parking {
  private final ArrayDeque<Unit> units = new ArrayDeque<>();
  private final long bytesMax;
  private Unit arriving = new Unit();
  private long bytes;
  private volatile int count;
  private volatile long oldestAt;

  public Parking(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Takes a frame; true when it completes a unit. */
  public boolean add(byte type, ByteBuf frame) {
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
  public void putBack(Unit unit) {
    units.addFirst(unit);
    bytes += unit.bytes();
    counted();
  }

  public @Nullable Unit peek() {
    return units.peek();
  }

  /** Removes the oldest complete unit; the caller owns it. */
  public @Nullable Unit poll() {
    Unit unit = units.poll();
    if (unit != null) {
      bytes -= unit.bytes();
      counted();
    }
    return unit;
  }

  /** Removes what has arrived of a unit that is not complete; the caller owns it. */
  public Unit pollArriving() {
    Unit unit = arriving;
    bytes -= unit.bytes();
    arriving = new Unit();
    return unit;
  }

  public boolean isEmpty() {
    return units.isEmpty() && arriving.frames().isEmpty();
  }

  public boolean full() {
    return bytes > bytesMax;
  }

  public int count() {
    return count;
  }

  /** How long the oldest unit has waited; 0 when there is none. */
  public long waitedNanos() {
    return count == 0 ? 0 : System.nanoTime() - oldestAt;
  }

  /** Answers the oldest unit as a server answers a cancelled statement. */
  public void cancelFirst(Channel client, byte status) {
    Unit unit = poll();
    if (unit != null) {
      unit.release();
      client.write(Frames.error("ERROR", "57014", "canceling statement due to user request"));
      client.writeAndFlush(Frames.ready(status));
    }
  }

  public void release() {
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
