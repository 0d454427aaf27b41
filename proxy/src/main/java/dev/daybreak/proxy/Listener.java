package dev.daybreak.proxy;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.admin.Console;
import dev.daybreak.proxy.auth.Credentials;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.backend.Transport;
import dev.daybreak.proxy.session.CancelKeys;
import dev.daybreak.proxy.session.ClientLogin;
import dev.daybreak.proxy.session.Desk;
import dev.daybreak.proxy.session.FirstByte;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.sql.SqlCache;
import dev.daybreak.proxy.tls.ClientTls;
import dev.daybreak.proxy.transact.TransactionClient;
import dev.daybreak.proxy.wire.StartupPacket;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One address that clients connect to, and the databases served there. Thread-safe. */
final class Listener implements ClientLogin.Doors, AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(64 << 10, 256 << 10);

  private final Map<String, RouteRuntime> databases = new ConcurrentHashMap<>();
  private final @Nullable ClientTls tls;
  private final CancelKeys cancelKeys;
  private final Supplier<@Nullable Console> console;
  private @Nullable Channel channel;

  private Listener(
      @Nullable ClientTls tls, CancelKeys cancelKeys, Supplier<@Nullable Console> console) {
    this.tls = tls;
    this.console = console;
    this.cancelKeys = cancelKeys;
  }

  /**
   * Listens at the binding's address.
   *
   * @throws MigrationException PORT_TAKEN
   */
  static Listener open(
      RouteBinding binding,
      EventLoopGroup loops,
      @Nullable ClientTls tls,
      CancelKeys cancelKeys,
      Supplier<@Nullable Console> console) {
    Listener listener = new Listener(tls, cancelKeys, console);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(Transport.listener())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel client) {
                    listener.receive(client);
                  }
                });
    Transport.keepAlive(bootstrap);
    ChannelFuture bound =
        bootstrap.bind(binding.listenHost(), binding.listenPort()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new MigrationException(
          ErrorCode.PORT_TAKEN,
          "the proxy cannot listen at "
              + binding.listenHost()
              + ":"
              + binding.listenPort()
              + ": "
              + bound.cause().getMessage(),
          "Choose a free port, or stop what listens there.",
          bound.cause());
    }
    listener.channel = bound.channel();
    bound.channel().pipeline().addLast(new AcceptGuard());
    return listener;
  }

  private void receive(Channel client) {
    ClientLogin login = new ClientLogin(this);
    if (tls != null) {
      client.pipeline().addLast(new FirstByte(tls, login));
    }
    client.pipeline().addLast(login);
  }

  /** Serves a database; false when the name is taken. */
  boolean add(String database, RouteRuntime runtime) {
    return databases.putIfAbsent(database, runtime) == null;
  }

  void remove(String database) {
    databases.remove(database);
  }

  int port() {
    return ((InetSocketAddress) java.util.Objects.requireNonNull(channel).localAddress()).getPort();
  }

  @Override
  public @Nullable RouteRuntime route(String database) {
    return databases.get(database);
  }

  @Override
  public @Nullable RouteRuntime only() {
    List<RouteRuntime> all = List.copyOf(databases.values());
    boolean one = all.stream().map(Listener::servers).distinct().count() == 1;
    boolean still = all.stream().noneMatch(RouteRuntime::directed);
    return one && (still || all.size() == 1) ? all.get(0) : null;
  }

  private static String servers(RouteRuntime route) {
    Endpoint source = route.binding().source();
    return source.host() + ":" + source.port();
  }

  @Override
  public int count() {
    return databases.size();
  }

  @Override
  public @Nullable ClientTls tls() {
    return tls;
  }

  @Override
  public CancelKeys cancelKeys() {
    return cancelKeys;
  }

  @Override
  public ClientLogin.Guest guest(
      Channel client,
      RouteRuntime to,
      StartupPacket.Start asked,
      Credentials known,
      ServerLink first,
      SqlCache cache) {
    return new TransactionClient(client, to, asked, known, first, cache);
  }

  @Override
  public @Nullable Desk desk() {
    return console.get();
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.close().awaitUninterruptibly(1000);
    }
  }
}
