package dev.daybreak.proxy.pool;

import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.LoginDecoder;
import dev.daybreak.proxy.wire.Peek;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server connection between two clients: wipes what the last one left, then listens for
 * what an idle server may say. Anything else closes the connection.
 */
final class IdleLink extends LoginDecoder {
  private static final String RESET = "DISCARD ALL";
  private static final int RESET_SECONDS = 10;

  private final ServerLink link;
  private final Consumer<ServerLink> clean;
  private @Nullable ScheduledFuture<?> deadline;
  private boolean resetting;

  /**
   * @param clean hears, on the event loop, that the connection can be lent
   */
  IdleLink(ServerLink link, Consumer<ServerLink> clean) {
    this.link = link;
    this.clean = clean;
    typed();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    resetting = true;
    deadline =
        context
            .executor()
            .schedule(() -> context.channel().close(), RESET_SECONDS, TimeUnit.SECONDS);
    context.writeAndFlush(Frames.query(RESET, StandardCharsets.US_ASCII));
  }

  @Override
  protected void frame(ChannelHandlerContext context, byte type, ByteBuf body) {
    switch (type) {
      case Wire.PARAMETER_STATUS -> {
        String name = Peek.bytes(body, body.readerIndex(), body.writerIndex());
        int value = body.readerIndex() + name.length() + 1;
        link.parameters().put(name, Peek.bytes(body, value, body.writerIndex()));
      }
      case Wire.NOTICE, Wire.NOTIFICATION -> {
        // Nobody is there to read it.
      }
      case Wire.COMMAND_COMPLETE -> expect(context, resetting);
      case Wire.READY -> ready(context);
      default -> context.close();
    }
  }

  private void ready(ChannelHandlerContext context) {
    expect(context, resetting);
    if (resetting && context.channel().isActive()) {
      resetting = false;
      cancelDeadline();
      clean.accept(link);
    }
  }

  private static void expect(ChannelHandlerContext context, boolean expected) {
    if (!expected) {
      context.close();
    }
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    cancelDeadline();
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
