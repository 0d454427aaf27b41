package dev.daybreak.proxy.session;

import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.wire.Intake;
import dev.daybreak.proxy.wire.MalformedFrame;
import dev.daybreak.proxy.wire.Peek;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reads what one server connection sends: runs of frames go to the client as they are, replies to
 * our own messages are cut out. While its connection is not the session's present one, what it
 * sends is for {@link Spare}.
 */
final class ServerRelay extends ChannelInboundHandlerAdapter {
  private static final String READ_ONLY = "25006";

  private final Session session;
  private final ServerLink link;
  private final Intake intake = new Intake();

  ServerRelay(Session session, ServerLink link) {
    this.session = session;
    this.link = link;
  }

  /** Whether everything the server has sent has been passed on, and this is its only relay. */
  boolean clean() {
    return !intake.bytes().isReadable() && !intake.streaming();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    intake.release();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!session.uses(link)) {
      aside((ByteBuf) message, context.alloc());
      return;
    }
    session.loan().meter().sent(((ByteBuf) message).readableBytes());
    intake.add((ByteBuf) message, context.alloc());
    try {
      scan();
    } catch (MalformedFrame | IndexOutOfBoundsException e) {
      intake.release();
      session.end("08P01", "the server broke the protocol: " + e.getMessage());
    }
  }

  /** What is not the client's yet: the connection is being prepared, or it is the one before. */
  private void aside(ByteBuf message, ByteBufAllocator allocator) {
    intake.add(message, allocator);
    try {
      ByteBuf in = intake.bytes();
      while (in.readableBytes() >= Wire.HEADER && !session.uses(link)) {
        int at = in.readerIndex();
        int total = Intake.total(in, at);
        if (in.readableBytes() < total) {
          break;
        }
        session.spare().received(link, in.getByte(at), in, at, at + total);
        in.readerIndex(at + total);
      }
      intake.keepRest();
    } catch (MalformedFrame | IndexOutOfBoundsException e) {
      link.channel().close();
    }
  }

  private void scan() {
    ByteBuf in = intake.bytes();
    int at = intake.streaming() ? intake.streamed() : in.readerIndex();
    int end = in.writerIndex();
    while (end - at >= Wire.HEADER && session.uses(link)) {
      byte type = in.getByte(at);
      int total = Intake.total(in, at);
      if (end - at < total) {
        if (data(type)) {
          at = intake.stream(at, total);
        }
        break;
      }
      if (!data(type)) {
        frame(in, type, at, at + total);
      }
      at += total;
    }
    run(at);
    link.midFrame(intake.streaming());
    intake.keepRest();
  }

  /** Whether it is one of the many frames that nobody looks into. */
  private boolean data(byte type) {
    return (type == Wire.DATA_ROW || type == Wire.COPY_DATA) && !session.tracker().hiding();
  }

  private void frame(ByteBuf in, byte type, int at, int end) {
    int body = at + Wire.HEADER;
    switch (type) {
      case Wire.PARAMETER_STATUS -> session.reported(link, in, body, end);
      case Wire.ERROR -> error(in, body, end);
      default -> {
        // The tracker looks at the others.
      }
    }
    boolean hidden = session.tracker().hiding();
    if (hidden) {
      run(at);
    }
    boolean passes = session.tracker().received(type, in, body, end) && !session.mutes(type);
    if (!passes) {
      run(at);
      in.readerIndex(end);
    }
    if (type == Wire.READY) {
      run(end);
      if (!hidden) {
        Tracker tracker = session.tracker();
        session.loan().meter().ready(tracker.inTransaction(), tracker.awaiting());
      }
      session.ready();
    }
  }

  private void error(ByteBuf in, int body, int end) {
    if (Peek.field(in, body, end, 'C').equals(READ_ONLY)) {
      session.refusedAsReadOnly();
    }
    String severity = Peek.field(in, body, end, 'V');
    if (severity.equals("FATAL") || severity.equals("PANIC")) {
      session.serverSaidFatal();
    }
  }

  /** Hands over what has been looked at up to here. */
  private void run(int to) {
    if (to > intake.bytes().readerIndex()) {
      session.toClient(intake.take(to));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (session.uses(link)) {
      session.heard();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (session.uses(link)) {
      session.throttle();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    intake.release();
    session.serverGone(link);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Unexpected.log(context.channel(), cause);
    context.close();
  }
}
