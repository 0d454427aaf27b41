package dev.daybreak.proxy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.route.UnmovableRules;
import dev.daybreak.testkit.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** A proxy in front of two real databases of two major versions, and clients of it. */
final class ProxyFixture implements AutoCloseable {
  static final String ROUTE = "shop";

  final Endpoint source;
  final Endpoint target;
  final MemoryBoard board;
  final ProxyServer proxy;

  ProxyFixture(Endpoint source, Endpoint target, ProxyOptions options) {
    this(source, target, options, new MemoryBoard(), "proxy-1");
    board.order(ROUTE, 1, RouteState.SERVING, Side.SOURCE);
  }

  /** One of several proxies that share a board. */
  ProxyFixture(
      Endpoint source, Endpoint target, ProxyOptions options, MemoryBoard board, String id) {
    this(new RouteBinding(ROUTE, "127.0.0.1", 0, "app", source, target), options, board, id);
  }

  private ProxyFixture(RouteBinding binding, ProxyOptions options, MemoryBoard board, String id) {
    this.source = binding.source();
    this.target = binding.target();
    this.board = board;
    proxy = new ProxyServer(id, List.of(binding), board, options);
    proxy.start();
  }

  static ProxyFixture start() {
    return new ProxyFixture(
        TestServers.database(ServerRelease.PG15, "proxy é"),
        TestServers.database(ServerRelease.PG17, "proxy \"q"),
        ProxyOptions.defaults());
  }

  /** A proxy in front of the same databases that ends some sessions which cannot be moved. */
  static ProxyFixture ending(ProxyFixture other, UnmovableRules unmovable) {
    MemoryBoard board = new MemoryBoard();
    board.order(ROUTE, 1, RouteState.SERVING, Side.SOURCE);
    RouteBinding binding =
        new RouteBinding(ROUTE, "127.0.0.1", 0, "app", other.source, other.target, unmovable);
    return new ProxyFixture(binding, ProxyOptions.defaults(), board, "proxy-ending");
  }

  int port() {
    return proxy.boundPort(ROUTE);
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/app";
  }

  Endpoint endpoint() {
    return Endpoint.of("127.0.0.1", port(), "app", "postgres", Secret.NONE);
  }

  /** A plain client: the driver's own defaults and the given properties, in pairs. */
  Connection connect(String... properties) throws SQLException {
    Properties all = new Properties();
    all.setProperty("user", "postgres");
    all.setProperty("sslmode", "disable");
    for (int i = 0; i < properties.length; i += 2) {
      all.setProperty(properties[i], properties[i + 1]);
    }
    return DriverManager.getConnection(url(), all);
  }

  /** Gives one order and waits until the proxy has done it. */
  void order(long epoch, RouteState state, Side active) {
    board.order(ROUTE, epoch, state, active);
    board.awaitReady(ROUTE, epoch, state);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
