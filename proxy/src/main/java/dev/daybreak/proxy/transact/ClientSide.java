package dev.daybreak.proxy.transact;

import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.wire.Intake;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reads what a client sends that borrows server connections; keeps it while there is none. Used by
 * the client's event loop.
 */
final class ClientSide extends ChannelInboundHandlerAdapter {
  /** A first message larger than this may begin before it has arrived as a whole. */
  private static final int WHOLE_MAX = 64 << 10;

  private final TransactionClient client;
  private final Hold hold;
  private final Tracker tracker;
  private final boolean directed;
  private final Intake intake = new Intake();
  private int unitAt = -1;
  private boolean unitFresh;
  private boolean unitSplit;
  private long heardAt = System.nanoTime();

  /**
   * @param directed whether there are two sides, so that what is sent to one may have to be sent to
   *     the other
   */
  ClientSide(TransactionClient client, Hold hold, Tracker tracker, boolean directed) {
    this.directed = directed;
    this.client = client;
    this.hold = hold;
    this.tracker = tracker;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (client.closed()) {
      bytes.release();
      return;
    }
    heardAt = System.nanoTime();
    client.meter().received(bytes.readableBytes());
    intake.add(bytes, context.alloc());
    client.work();
  }

  /** Whether the client has been silent for longer than that. */
  boolean silent(long nanos) {
    return System.nanoTime() - heardAt > nanos;
  }

  /** Whether a message has been passed on in part only. */
  boolean streaming() {
    return intake.streaming();
  }

  void release() {
    intake.release();
  }

  /** Whether there is something to borrow a connection for. */
  boolean begun() {
    ByteBuf in = intake.bytes();
    if (in.readableBytes() < Wire.HEADER) {
      return false;
    }
    if (in.getByte(in.readerIndex()) == Wire.TERMINATE) {
      client.leave();
      return false;
    }
    int total = Intake.total(in, in.readerIndex());
    return in.readableBytes() >= Math.min(total, WHOLE_MAX);
  }

  /** Passes on, or parks, all that has arrived in whole frames. */
  void scan() {
    ByteBuf in = intake.bytes();
    int at = intake.streaming() ? intake.streamed() : in.readerIndex();
    int end = in.writerIndex();
    unitAt = -1;
    while (end - at >= Wire.HEADER) {
      byte type = in.getByte(at);
      int total = Intake.total(in, at);
      boolean passes = hold.passes(type);
      if (end - at < total) {
        at = passes && type == Wire.COPY_DATA ? intake.stream(at, total) : at;
        break;
      }
      if (passes && type == Wire.TERMINATE) {
        run(at);
        client.leave();
        return;
      }
      if (passes) {
        pass(in, type, at, at + total);
      } else {
        run(at);
        hold.park(type, in.retainedSlice(at, total));
        in.readerIndex(at + total);
      }
      at += total;
    }
    unitSplit |= unitAt >= 0;
    run(at);
    intake.keepRest();
  }

  private void pass(ByteBuf in, byte type, int at, int end) {
    if (directed && unitAt < 0) {
      unitAt = at;
      unitFresh = !unitSplit && tracker.idle() && !tracker.extended();
    }
    ByteBuf instead = tracker.sent(type, in, at, end);
    if (instead != null) {
      run(at);
      client.toServer(instead);
      in.readerIndex(end);
    }
    if (directed && (type == Wire.QUERY || type == Wire.SYNC)) {
      hold.remember(unitFresh ? in : null, unitAt, end);
      unitAt = -1;
      unitSplit = false;
    }
  }

  private void run(int until) {
    if (until > intake.bytes().readerIndex()) {
      client.toServer(intake.take(until));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    client.flushServer();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    client.clientWritable(context.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    client.leave();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    client.leave();
  }
}
