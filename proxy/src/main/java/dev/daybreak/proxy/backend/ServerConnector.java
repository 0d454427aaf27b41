package dev.daybreak.proxy.backend;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.wire.Frames;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.Map;

/** Opens connections to servers as the client's user. Thread-safe; one for each proxy. */
public final class ServerConnector {
  private static final int CONNECT_MILLIS = 5_000;

  private final ServerTls tls = new ServerTls();

  /**
   * What to open.
   *
   * @param side which end of the route
   * @param endpoint its server and database
   * @param parameters the client's startup parameters
   */
  public record Wanted(Side side, Endpoint endpoint, Map<String, String> parameters) {}

  /** Opens, logs in and tells the listener once, all on the given event loop. */
  public void open(
      EventLoop loop, Wanted wanted, CredentialSource credentials, LinkListener listener) {
    ServerLogin login = new ServerLogin(wanted, tls, credentials, listener);
    connect(loop, wanted.endpoint(), login)
        .addListener(
            (ChannelFutureListener)
                future -> {
                  if (!future.isSuccess()) {
                    login.refuse(
                        "08006", "cannot reach the server: " + future.cause().getMessage());
                  }
                });
  }

  /** Asks the link's server to cancel what it does, over a connection of its own. */
  public void cancel(ServerLink link) {
    link.cancelling();
    ByteBuf request = Frames.cancel(link.pid(), link.secret());
    CancelSender sender = new CancelSender(request, link.endpoint(), tls);
    connect(link.channel().eventLoop(), link.endpoint(), sender)
        .addListener(
            (ChannelFutureListener)
                future -> {
                  if (!future.isSuccess()) {
                    request.release();
                  }
                });
  }

  private static io.netty.channel.ChannelFuture connect(
      EventLoop loop, Endpoint endpoint, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channel(Transport.socket())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handler);
              }
            })
        .connect(endpoint.host(), endpoint.port());
  }
}
