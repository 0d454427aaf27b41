package dev.daybreak.proxy.session;

import dev.daybreak.proxy.wire.Intake;
import dev.daybreak.proxy.wire.MalformedFrame;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reads what the client sends: while its session is open, runs of whole frames go to the server as
 * they are; while it is held, frames go to the session one by one.
 */
final class ClientRelay extends ChannelInboundHandlerAdapter {
  private final Session session;
  private final Intake intake = new Intake();
  private int unitAt = -1;
  private boolean unitFresh;
  private boolean unitSplit;

  ClientRelay(Session session) {
    this.session = session;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    session.loan().heard(((ByteBuf) message).readableBytes());
    intake.add((ByteBuf) message, context.alloc());
    try {
      scan();
    } catch (MalformedFrame | IndexOutOfBoundsException e) {
      intake.release();
      session.end("08P01", String.valueOf(e.getMessage()));
    }
  }

  private void scan() {
    ByteBuf in = intake.bytes();
    int at = in.readerIndex();
    if (intake.streaming()) {
      at = intake.streamed();
    }
    unitAt = -1;
    int end = in.writerIndex();
    while (end - at >= Wire.HEADER && !session.closed()) {
      byte type = in.getByte(at);
      int total = Intake.total(in, at);
      if (end - at < total) {
        if (type == Wire.COPY_DATA && session.passes(type)) {
          at = intake.stream(at, total);
        }
        break;
      }
      if (type == Wire.TERMINATE && session.passes(type) && session.tracker().idle()) {
        run(at);
        session.clientGone(true);
        return;
      }
      if (session.passes(type)) {
        pass(in, type, at, at + total);
      } else {
        run(at);
        session.park(type, in.retainedSlice(at, total));
        in.readerIndex(at + total);
      }
      at += total;
    }
    unitSplit |= unitAt >= 0;
    run(at);
    intake.keepRest();
  }

  private void pass(ByteBuf in, byte type, int at, int end) {
    if (unitAt < 0) {
      unitAt = at;
      unitFresh = !unitSplit && session.tracker().idle() && !session.tracker().extended();
    }
    ByteBuf instead = session.tracker().sent(type, in, at, end);
    if (instead != null) {
      run(at);
      session.toServer(instead);
      in.readerIndex(end);
    }
    if (type == Wire.QUERY || type == Wire.SYNC) {
      session.gate().remember(unitFresh ? in : null, unitAt, end);
      unitAt = -1;
      unitSplit = false;
    } else if (type == Wire.TERMINATE) {
      session.leaving();
    }
  }

  /** Sends on what has been looked at up to here. */
  private void run(int to) {
    if (to > intake.bytes().readerIndex()) {
      session.toServer(intake.take(to));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    session.flushServer();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    session.clientWritable(context.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean whole = !intake.streaming();
    intake.release();
    session.clientGone(whole);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Unexpected.log(context.channel(), cause);
    session.clientGone(false);
  }
}
