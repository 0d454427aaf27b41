package dev.daybreak.proxy.track;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The replies to one unit, kept back until it is known whether a read-only session refuses it.
 * Beyond its bound it lets everything go: such a unit is not replayed.
 */
public final class Withheld {
  private static final long BYTES_MAX = 1 << 20;

  private final ArrayDeque<ByteBuf> replies = new ArrayDeque<>();
  private @Nullable Unit unit;
  private long bytes;
  private boolean rejected;

  /** Keeps back the replies to a unit from now on; takes the unit over. */
  public void begin(Unit sent) {
    unit = sent;
    rejected = false;
  }

  public boolean active() {
    return unit != null;
  }

  /** The server has refused the unit because its session is read-only. */
  public void reject() {
    rejected = true;
  }

  public boolean rejected() {
    return rejected;
  }

  /** Takes replies over. */
  public void add(ByteBuf reply, Channel client) {
    replies.add(reply);
    bytes += reply.readableBytes();
    if (bytes > BYTES_MAX) {
      show(client);
    }
  }

  /** Lets the client see everything. */
  public void show(Channel client) {
    replies.forEach(client::write);
    client.flush();
    replies.clear();
    discard();
  }

  /** Forgets the replies and gives the unit back, to be sent again. */
  public Unit takeBack() {
    Unit back = java.util.Objects.requireNonNull(unit);
    unit = null;
    discard();
    back.reject();
    return back;
  }

  /** Forgets everything. */
  public void discard() {
    replies.forEach(ByteBuf::release);
    replies.clear();
    bytes = 0;
    rejected = false;
    if (unit != null) {
      unit.release();
      unit = null;
    }
  }
}
