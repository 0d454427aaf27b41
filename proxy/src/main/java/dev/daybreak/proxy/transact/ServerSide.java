package dev.daybreak.proxy.transact;

import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.track.ServerStatements;
import dev.daybreak.proxy.wire.Intake;
import dev.daybreak.proxy.wire.MalformedFrame;
import dev.daybreak.proxy.wire.Peek;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server connection sends for the client that has borrowed it; between two clients
 * only its settings are noted. Stays with the connection.
 */
final class ServerSide extends ChannelInboundHandlerAdapter {
  private final ServerLink link;
  private final ServerStatements statements = new ServerStatements();
  private final Intake intake = new Intake();
  private Stance stance = Stance.UNKNOWN;
  private @Nullable Borrower borrower;

  private ServerSide(ServerLink link) {
    this.link = link;
  }

  /** Reads the connection, if it does not already. */
  static ServerSide of(ServerLink link) {
    ServerSide side = link.channel().pipeline().get(ServerSide.class);
    if (side == null) {
      side = new ServerSide(link);
      link.attach(side);
    }
    return side;
  }

  /** Whether new transactions write. */
  Stance stance() {
    return stance;
  }

  void stance(Stance now) {
    stance = now;
  }

  /** Whether its last frame has been passed on in part only. */
  boolean midFrame() {
    return intake.streaming();
  }

  ServerLink link() {
    return link;
  }

  ServerStatements statements() {
    return statements;
  }

  /** Hands over what the server sends from now on; null for nobody. */
  void serve(@Nullable Borrower client) {
    borrower = client;
  }

  /** Whether everything the server has sent has been passed on. */
  boolean clean() {
    return !intake.bytes().isReadable() && !intake.streaming();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (borrower != null) {
      borrower.arrived(bytes.readableBytes());
    }
    intake.add(bytes, context.alloc());
    try {
      scan();
    } catch (MalformedFrame | IndexOutOfBoundsException e) {
      context.close();
    }
  }

  private void scan() {
    ByteBuf in = intake.bytes();
    int at = intake.streaming() ? intake.streamed() : in.readerIndex();
    int end = in.writerIndex();
    while (end - at >= Wire.HEADER) {
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
    intake.keepRest();
  }

  private boolean data(byte type) {
    return (type == Wire.DATA_ROW || type == Wire.COPY_DATA)
        && borrower != null
        && !borrower.tracker().hiding();
  }

  private void frame(ByteBuf in, byte type, int at, int end) {
    int body = at + Wire.HEADER;
    Borrower client = borrower;
    if (type == Wire.PARAMETER_STATUS) {
      String name = Peek.bytes(in, body, end);
      String value = Peek.bytes(in, body + name.length() + 1, end);
      link.parameters().put(name, value);
      if (name.equals(ServerLink.READ_ONLY) && link.writes()) {
        // Ours, or a function's behind our back.
        stance = Stance.UNKNOWN;
      }
      if (client != null && !client.tracker().hiding()) {
        client.reported(name, value);
      }
    }
    if (client == null) {
      in.readerIndex(end);
      if (type == Wire.ERROR) {
        link.channel().close();
      }
      return;
    }
    boolean hidden = client.tracker().hiding();
    if (hidden) {
      run(at);
    }
    if (type == Wire.ERROR) {
      String severity = Peek.field(in, body, end, 'V');
      boolean fatally = severity.equals("FATAL") || severity.equals("PANIC");
      client.failed(Peek.field(in, body, end, 'C'), fatally, hidden);
    }
    if (!client.tracker().received(type, in, body, end)) {
      run(at);
      in.readerIndex(end);
    }
    if (type == Wire.READY) {
      run(end);
      client.ready(hidden);
    }
  }

  private void run(int to) {
    if (to > intake.bytes().readerIndex()) {
      ByteBuf bytes = intake.take(to);
      if (borrower != null) {
        borrower.toClient(bytes);
      } else {
        bytes.release();
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (borrower != null) {
      borrower.flushClient();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (borrower != null) {
      borrower.throttle();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (borrower != null) {
      borrower.serverGone();
    }
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    intake.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
