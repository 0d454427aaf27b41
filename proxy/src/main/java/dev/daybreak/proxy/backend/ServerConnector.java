package dev.daybreak.proxy.backend;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.Side;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.Executor;

/** Opens connections to servers as the client's user. Thread-safe; one for each proxy. */
public final class ServerConnector {
  private static final int CONNECT_MILLIS = 5_000;

  private final ServerTls tls = new ServerTls();
  private final Resolver resolver;

  /**
   * @param workers threads that may block
   */
  public ServerConnector(Executor workers) {
    resolver = new Resolver(workers);
  }

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
                    String problem = "cannot reach the server: " + future.cause().getMessage();
                    // Without a free file descriptor the failure comes on another thread.
                    loop.execute(() -> login.refuse("08006", problem));
                  }
                });
  }

  /**
   * Asks the link's server to cancel what it does, over a connection of its own.
   *
   * @param done runs once the server has been told, or could not be
   */
  public void cancel(ServerLink link, Runnable done) {
    link.cancelling();
    connect(link.channel().eventLoop(), link.endpoint(), new CancelSender(link, tls))
        .addListener(
            (ChannelFutureListener)
                future -> {
                  if (future.isSuccess()) {
                    future.channel().closeFuture().addListener(closed -> done.run());
                  } else {
                    done.run();
                  }
                });
  }

  private io.netty.channel.ChannelFuture connect(
      EventLoop loop, Endpoint endpoint, ChannelHandler handler) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Transport.socket())
            .resolver(resolver)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(handler);
                  }
                });
    Transport.keepAlive(bootstrap::option);
    return bootstrap.connect(endpoint.host(), endpoint.port());
  }
}
