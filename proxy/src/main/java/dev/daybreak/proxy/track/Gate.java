package dev.daybreak.proxy.track;

import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What one client has sent that may not simply flow: parked while the client is held, or in flight
 * and perhaps to be sent again, with the replies kept back until that is known. Whether the client
 * is held, and when the oldest unit may go, its owner decides. Used by the client's event loop; the
 * counts of {@link #parking} may be read by others.
 */
public final class Gate {
  /** Whose client it is. Called by the event loop. */
  public interface Owner {
    Channel channel();

    boolean closed();

    /** Writes to the server; takes the bytes over. */
    void toServer(ByteBuf bytes);

    /** What was parked has been written. */
    void sent();

    /** A unit has been written that arrived then. */
    void released(long arrivedAt, boolean read);

    /** The client's Terminate has come up. */
    void leave();

    /** Ends the client with an error. */
    void end(String state, String message);
  }

  /** What ReadyForQuery was about. */
  public enum Answer {
    /** The client has it, or it was not the client's. */
    SHOWN,
    /** The unit was refused, and is parked again before all others. */
    PARKED,
    /** The unit was refused, and {@link #told} waits to learn whether it belongs elsewhere. */
    DOUBTED
  }

  private final Owner owner;
  private final Tracker tracker;
  private final Parking parking;
  private final Withheld withheld = new Withheld();
  private final LastUnit last = new LastUnit();
  private boolean doubted;

  public Gate(Owner owner, Tracker tracker, long parkedBytesMax) {
    this.owner = owner;
    this.tracker = tracker;
    this.parking = new Parking(parkedBytesMax);
  }

  public Parking parking() {
    return parking;
  }

  // ---- from the client ----

  /** Whether what an open client sends may pass: it must not overtake what may be sent again. */
  public boolean open() {
    return !withheld.active() && parking.isEmpty();
  }

  /** Whether a frame belongs to a copy that the server is in the middle of. */
  public boolean copies(byte type) {
    boolean copy = type == Wire.COPY_DATA || type == Wire.COPY_DONE || type == Wire.COPY_FAIL;
    return copy && tracker.copyIn() && parking.isEmpty();
  }

  /** Keeps the unit just sent, in case a fenced server refuses it; null when it cannot be kept. */
  public void remember(@Nullable ByteBuf in, int at, int end) {
    last.remember(in, at, end);
  }

  // ---- to the server ----

  /**
   * The client is held from now on. A server answers a unit when it has the whole of it: it is told
   * to answer what it has.
   */
  public void shut() {
    if (tracker.begun()) {
      tracker.flushed();
      owner.toServer(Frames.flush());
      owner.sent();
    }
  }

  /**
   * Sends the next unit of an open transaction: it may finish, but not become a writing one once it
   * cannot be.
   *
   * @param readOnly whether the transaction only reads
   * @param away whether its server serves no more
   * @param holding whether writes are held
   * @return whether the next unit may be looked at
   */
  public boolean finishBlock(boolean readOnly, boolean away, boolean holding) {
    Unit head = parking.peek();
    if (head == null) {
      return false;
    }
    boolean stays = readOnly && !tracker.skipping() && (away || holding);
    if (stays && head.escapes(tracker)) {
      if (away) {
        owner.end(
            "57P01", "the database moved while a read-only transaction was to become writing");
      }
      return false;
    }
    return forward(false);
  }

  /** Sends the oldest unit; true when the next may be looked at. */
  public boolean forward(boolean withhold) {
    Unit unit = parking.poll();
    if (unit == null) {
      return false;
    }
    if (unit.terminates()) {
      unit.release();
      owner.leave();
      return false;
    }
    owner.released(unit.arrivedAt(), withhold);
    unit.send(tracker, owner::toServer);
    if (withhold) {
      withheld.begin(unit);
    } else {
      unit.release();
    }
    owner.sent();
    return !tracker.awaiting();
  }

  /** Sends everything, and the beginning of a unit whose rest will pass by itself. */
  public void everything() {
    while (parking.peek() != null && !owner.closed()) {
      forward(false);
    }
    if (!owner.closed()) {
      Unit arriving = parking.pollArriving();
      arriving.send(tracker, owner::toServer);
      arriving.release();
      owner.sent();
    }
  }

  // ---- from the server ----

  /** Takes replies over, if the client may not have them yet. */
  public boolean keeps(ByteBuf bytes) {
    last.answered();
    boolean kept = withheld.active();
    if (kept) {
      withheld.add(bytes, owner.channel());
    }
    return kept;
  }

  /** The server has refused a statement because its session is read-only. */
  public void refusedAsReadOnly(boolean held) {
    if (!withheld.active() && !held && last.mayReplay(tracker)) {
      withheld.begin(last.take());
    }
    if (withheld.active()) {
      withheld.reject();
    }
  }

  /** ReadyForQuery has come. */
  public Answer ready(boolean held) {
    if (doubted || !withheld.active()) {
      return Answer.SHOWN;
    }
    boolean again = withheld.rejected() && !tracker.inTransaction();
    doubted = again && !held;
    if (doubted) {
      return Answer.DOUBTED;
    }
    if (again) {
      parking.putBack(withheld.takeBack());
      return Answer.PARKED;
    }
    withheld.show(owner.channel());
    return Answer.SHOWN;
  }

  /** What is known of a doubted unit now: to be parked, or rightly refused. */
  public void told(boolean elsewhere) {
    doubted = false;
    if (!withheld.active()) {
      return;
    }
    if (elsewhere) {
      parking.putBack(withheld.takeBack());
    } else {
      withheld.show(owner.channel());
    }
  }

  /** The server is gone; true when the unit it was to answer is parked again. */
  public boolean lost() {
    boolean whole = withheld.active() && !tracker.inTransaction();
    if (whole) {
      parking.putBack(withheld.takeBack());
    }
    return whole;
  }

  // ---- endings ----

  /** Answers the oldest unit as a server answers a cancelled statement. */
  public void cancelFirst() {
    parking.cancelFirst(owner.channel(), tracker.status());
  }

  public void release() {
    parking.release();
    withheld.discard();
    last.forget();
  }
}
