package dev.daybreak.proxy.backend;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.proxy.auth.AuthFailure;
import dev.daybreak.proxy.tls.ChannelBinding;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.LoginDecoder;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The first step of every server connection: TLS or not, by the endpoint's {@code sslmode}. */
abstract class TlsDoor extends LoginDecoder {
  private final Endpoint endpoint;
  private final ServerTls tls;
  private boolean decided;
  private @Nullable SslHandler secured;

  TlsDoor(Endpoint endpoint, ServerTls tls) {
    this.endpoint = endpoint;
    this.tls = tls;
  }

  /** The connection is as secure as it will be. */
  abstract void through(ChannelHandlerContext context);

  /** A typed frame after {@link #through}. */
  abstract void answer(ChannelHandlerContext context, byte type, ByteBuf body);

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    if (ServerTls.mode(endpoint) == ServerTls.Mode.DISABLE) {
      enter(context);
    } else if (ServerTls.direct(endpoint)) {
      secure(context);
    } else {
      single();
      context.writeAndFlush(Frames.request(Wire.SSL_REQUEST));
    }
    super.channelActive(context);
  }

  @Override
  protected final void frame(ChannelHandlerContext context, byte type, ByteBuf body) {
    if (decided) {
      answer(context, type, body);
    } else if (type == 'S') {
      secure(context);
    } else if (type == 'N' && ServerTls.mode(endpoint) == ServerTls.Mode.PREFER) {
      enter(context);
    } else {
      throw new AuthFailure("the server does not offer TLS, which sslmode demands");
    }
  }

  /** What SCRAM can be bound to; empty without TLS or where the endpoint forbids it. */
  final byte[] binding() {
    boolean forbidden =
        endpoint.options().getOrDefault("channelBinding", "prefer").equals("disable");
    return secured == null || forbidden
        ? new byte[0]
        : ChannelBinding.ofServer(secured.engine().getSession());
  }

  private void secure(ChannelHandlerContext context) {
    if (hasMore()) {
      throw new AuthFailure("the server sent unencrypted bytes after agreeing to TLS");
    }
    try {
      SslHandler handler = tls.handler(endpoint, context.alloc());
      context.pipeline().addFirst(handler);
      decided = true;
      secured = handler;
      typed();
      handler
          .handshakeFuture()
          .addListener(
              future -> {
                if (future.isSuccess()) {
                  enter(context);
                } else {
                  exceptionCaught(context, future.cause());
                }
              });
    } catch (SSLException e) {
      throw new AuthFailure("TLS to the server cannot be set up: " + e.getMessage());
    }
  }

  private void enter(ChannelHandlerContext context) {
    decided = true;
    typed();
    through(context);
  }
}
