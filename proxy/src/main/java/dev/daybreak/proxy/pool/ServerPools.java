package dev.daybreak.proxy.pool;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.auth.AuthMethod;
import dev.daybreak.proxy.backend.CredentialSource;
import dev.daybreak.proxy.backend.LinkListener;
import dev.daybreak.proxy.backend.ServerConnector;
import dev.daybreak.proxy.backend.ServerLink;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The pooled server connections of one database, user by user. Without a pool it only opens
 * connections. Thread-safe.
 */
public final class ServerPools {
  private final ServerConnector connector;
  private final Map<Key, UserPool> pools = new ConcurrentHashMap<>();
  private final Function<Side, Endpoint> endpoints;
  private final ObjLongConsumer<String> waits;
  private volatile PoolOptions options;
  private volatile boolean paused;
  private volatile @Nullable Side retired;

  /** Whose connections to which side. */
  private record Key(Side side, String user) {}

  /**
   * @param endpoints the server of each side
   * @param waits hears of each user's waits for a connection, in nanoseconds
   */
  public ServerPools(
      ServerConnector connector,
      PoolOptions options,
      Function<Side, Endpoint> endpoints,
      ObjLongConsumer<String> waits) {
    this.connector = connector;
    this.endpoints = endpoints;
    this.waits = waits;
    this.options = options;
  }

  /** How connections are pooled. */
  public PoolOptions options() {
    return options;
  }

  /** Pools otherwise from now on. */
  public void options(PoolOptions next) {
    options = next;
  }

  /** Whether nothing is lent. */
  public boolean paused() {
    return paused;
  }

  ServerConnector connector() {
    return connector;
  }

  /**
   * Gives the listener a connection, pooled or new, as {@link ServerConnector#open} does. The
   * client proves itself first, by the method that the server demanded of this user last.
   */
  public void open(
      EventLoop loop,
      ServerConnector.Wanted wanted,
      CredentialSource credentials,
      LinkListener listener) {
    if (options.mode() == PoolMode.NONE || wanted.parameters().containsKey("replication")) {
      connector.open(loop, wanted, credentials, listener);
      return;
    }
    UserPool pool = pool(wanted);
    AuthMethod method = pool.method();
    if (method == AuthMethod.CLEARTEXT) {
      connector.open(loop, wanted, credentials, listener);
    } else if (method == null || method == AuthMethod.TRUST) {
      boolean proven = method != null;
      pool.acquire(new Waiter(loop, wanted, credentials, proven, listener, System.nanoTime()));
    } else {
      credentials.ask(
          method,
          given -> {
            CredentialSource proven = CredentialSource.of(given);
            pool.acquire(new Waiter(loop, wanted, proven, true, listener, System.nanoTime()));
          });
    }
  }

  /** Gives the listener a connection for a client that has proven itself at its login. */
  public void acquire(
      EventLoop loop,
      ServerConnector.Wanted wanted,
      CredentialSource credentials,
      LinkListener listener) {
    pool(wanted).acquire(new Waiter(loop, wanted, credentials, true, listener, System.nanoTime()));
  }

  /** Takes back a connection on which nothing of its client is left; on its event loop. */
  public void release(ServerLink link, String user) {
    UserPool pool = pools.get(new Key(link.side(), user));
    if (pool == null || link.cancelled()) {
      link.terminate();
    } else {
      pool.giveBack(link);
    }
  }

  private UserPool pool(ServerConnector.Wanted wanted) {
    String user = wanted.parameters().getOrDefault("user", "");
    return pools.computeIfAbsent(
        new Key(wanted.side(), user), key -> new UserPool(this, key.side(), key.user()));
  }

  /** The side that serves nobody; null while either may. */
  @Nullable Side retired() {
    return retired;
  }

  /** Lets somebody who waits where nobody is served any more wait on the other side. */
  void redirect(Waiter waiter) {
    Side to = waiter.wanted().side().other();
    ServerConnector.Wanted there =
        new ServerConnector.Wanted(to, endpoints.apply(to), waiter.wanted().parameters());
    pool(there)
        .acquire(
            new Waiter(
                waiter.loop(),
                there,
                waiter.credentials(),
                waiter.proven(),
                waiter.listener(),
                waiter.since()));
  }

  /**
   * A newer order holds. Once one side serves, who waits for the other waits for this one instead,
   * and connections to the other are closed as they come back. In transaction mode the serving
   * side's are kept throughout; in session mode sessions move, and none is lent again.
   */
  public void obey(@Nullable Route before, Route next) {
    boolean serving = next.state() == RouteState.SERVING;
    boolean turned = before != null && before.active() != next.active();
    if (options.mode() != PoolMode.TRANSACTION && (turned || !serving)) {
      reconnect();
    }
    Side idle = serving ? next.active().other() : null;
    retired = idle;
    pools.forEach(
        (key, pool) -> {
          if (key.side() == idle) {
            pool.retire();
          }
        });
  }

  /**
   * Opens one more connection to a side before it serves, unless it has as many of that kind as the
   * other side, at least one, or no room.
   *
   * @param listener is told of the connection, which is to be released; on the event loop
   * @return whether one is being opened
   */
  public boolean stock(
      EventLoop loop,
      ServerConnector.Wanted wanted,
      CredentialSource credentials,
      LinkListener listener) {
    Waiter waiter = new Waiter(loop, wanted, credentials, true, listener, System.nanoTime());
    String user = wanted.parameters().getOrDefault("user", "");
    UserPool here = pools.get(new Key(wanted.side().other(), user));
    int alike = here == null ? 0 : here.alike(waiter);
    return pool(wanted).stock(waiter, Math.max(1, alike));
  }

  void waited(Waiter waiter) {
    String user = waiter.wanted().parameters().getOrDefault("user", "");
    waits.accept(user, System.nanoTime() - waiter.since());
  }

  /** Hands an idle connection out; on its event loop. */
  void lend(ServerLink link, Waiter waiter) {
    if (!link.channel().isActive()) {
      acquireAgain(waiter);
      return;
    }
    IdleLink keeper = link.channel().pipeline().get(IdleLink.class);
    if (keeper != null) {
      link.detach(keeper);
    }
    String name = link.parameters().getOrDefault(Waiter.APPLICATION, "");
    link.rename(name.equals(waiter.application()) ? null : waiter.application());
    waiter.listener().opened(link);
    link.listenLater();
  }

  private void acquireAgain(Waiter waiter) {
    pool(waiter.wanted()).acquire(waiter);
  }

  /**
   * Takes a connection back from a client that has left; called on its event loop.
   *
   * @param user whose it is
   * @param relay the handler that the client's session had put in
   * @param reusable whether the server waits for a query outside any transaction
   */
  public void giveBack(ServerLink link, String user, ChannelHandler relay, boolean reusable) {
    UserPool pool = pools.get(new Key(link.side(), user));
    boolean pooled = options.mode() != PoolMode.NONE && pool != null;
    if (!pooled || !reusable || link.cancelled() || !link.channel().isActive()) {
      link.terminate();
      return;
    }
    link.detach(relay);
    link.attach(new IdleLink(link, pool::giveBack));
  }

  /** Closes what has been idle or open for too long; call every second. */
  public void tend() {
    pools.values().forEach(UserPool::tend);
  }

  /** Lends nothing until {@link #resume}. */
  public void pause() {
    paused = true;
  }

  /** Lends again. */
  public void resume() {
    paused = false;
    pools.values().forEach(UserPool::resume);
  }

  /** Closes idle connections now and lent ones when they are given back. */
  public void reconnect() {
    pools.values().forEach(UserPool::reconnect);
  }

  /** After what silence between transactions a client is disconnected; zero for never. */
  public Duration clientIdle() {
    return options.mode() == PoolMode.NONE ? Duration.ZERO : options.clientIdle();
  }

  /** Keeps nothing any more: idle connections are closed, lent ones when they come back. */
  public void close() {
    options = PoolOptions.NONE;
    reconnect();
  }

  /** What every user's pool holds now. */
  public List<PoolView> views() {
    return pools.values().stream().map(UserPool::view).toList();
  }

  /** Process ids of the server sessions on one side, lent ones too. */
  public List<Integer> pids(Side side) {
    return pools.entrySet().stream()
        .filter(entry -> entry.getKey().side() == side)
        .flatMap(entry -> entry.getValue().pids().stream())
        .toList();
  }

  /** Process ids of idle server sessions on one side. */
  public List<Integer> idlePids(Side side) {
    return pools.entrySet().stream()
        .filter(entry -> entry.getKey().side() == side)
        .flatMap(entry -> entry.getValue().idlePids().stream())
        .toList();
  }
}
