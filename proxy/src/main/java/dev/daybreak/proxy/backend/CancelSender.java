package dev.daybreak.proxy.backend;

import dev.daybreak.proxy.wire.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;

/**
 * Sends one CancelRequest and waits for the server to hang up: it does so once the backend has been
 * signalled.
 */
final class CancelSender extends TlsDoor {
  private static final int DEADLINE_SECONDS = 5;
  private final ServerLink link;

  CancelSender(ServerLink link, ServerTls tls) {
    super(link.endpoint(), tls);
    this.link = link;
  }

  @Override
  void through(ChannelHandlerContext context) {
    context.writeAndFlush(Frames.cancel(link.pid(), link.secret()));
    context.executor().schedule(() -> context.close(), DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  void answer(ChannelHandlerContext context, byte type, ByteBuf body) {
    context.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
