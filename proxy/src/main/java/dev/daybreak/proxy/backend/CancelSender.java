package dev.daybreak.proxy.backend;

import dev.daybreak.kernel.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;

/** Sends one CancelRequest and closes. */
final class CancelSender extends TlsDoor {
  private final ByteBuf request;

  CancelSender(ByteBuf request, Endpoint endpoint, ServerTls tls) {
    super(endpoint, tls);
    this.request = request;
  }

  @Override
  void through(ChannelHandlerContext context) {
    context.writeAndFlush(request).addListener(ChannelFutureListener.CLOSE);
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
