package dev.daybreak.proxy.session;

import dev.daybreak.proxy.tls.ClientTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;

/** Looks at a client's first byte: TLS may begin at once, without an SSLRequest. */
public final class FirstByte extends ChannelInboundHandlerAdapter {
  private static final int TLS_HANDSHAKE = 0x16;
  private final ClientTls tls;
  private final ClientLogin login;

  public FirstByte(ClientTls tls, ClientLogin login) {
    this.tls = tls;
    this.login = login;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (bytes.isReadable() && bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE) {
      SslHandler handler = tls.handler(context.alloc());
      login.direct(handler);
      context.pipeline().addAfter(context.name(), null, handler);
    }
    context.fireChannelRead(message);
    context.pipeline().remove(this);
  }
}
