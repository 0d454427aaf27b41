package dev.daybreak.proxy;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.kernel.route.RouteBoard;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.proxy.admin.Bypass;
import dev.daybreak.proxy.admin.Console;
import dev.daybreak.proxy.admin.ConsoleOptions;
import dev.daybreak.proxy.admin.MetricsPage;
import dev.daybreak.proxy.auth.VerifierStore;
import dev.daybreak.proxy.backend.ServerConnector;
import dev.daybreak.proxy.backend.Transport;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.proxy.pool.ServerPools;
import dev.daybreak.proxy.sample.SampleOptions;
import dev.daybreak.proxy.sample.Samples;
import dev.daybreak.proxy.session.CancelKeys;
import dev.daybreak.proxy.session.RouteMeasures;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.session.Shared;
import dev.daybreak.proxy.tls.ClientTls;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One proxy instance: listens for clients of any number of routes, obeys the orders of the route
 * board and renews its lease there. Thread-safe.
 */
public final class ProxyServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
  private static final int WORKERS = 4;
  private static final int RENEW_MILLIS = 250;
  private static final int CLOSE_SECONDS = 5;

  private final String proxyId;
  private final List<RouteBinding> bindings;
  private final ProxyOptions options;
  private final RouteBoard board;
  private final CancelKeys cancelKeys;
  private final ScheduledThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor lease;
  private final Map<String, RouteRuntime> routes = new ConcurrentHashMap<>();
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
  private final Map<String, Listener> listenerOf = new ConcurrentHashMap<>();
  private final EventLoopGroup loops;
  private final @Nullable ClientTls tls;
  private final Shared shared;
  private final Bypass bypass;
  private volatile @Nullable Console console;
  private @Nullable MetricsPage metrics;
  private @Nullable Samples samples;

  /**
   * @param proxyId names this instance on the board
   * @param bindings the routes to serve from the start
   * @throws MigrationException BAD_CONFIGURATION when the certificate cannot be used
   */
  public ProxyServer(
      String proxyId, List<RouteBinding> bindings, RouteBoard board, ProxyOptions options) {
    this.proxyId = proxyId;
    this.bindings = List.copyOf(bindings);
    this.board = board;
    this.options = options;
    this.tls = tls(options);
    this.workers = pool(WORKERS, "proxy-worker-" + proxyId);
    this.cancelKeys = new CancelKeys(board, workers);
    this.lease = pool(1, "proxy-lease-" + proxyId);
    this.loops = Transport.loops(options.eventLoops(), "proxy-loop-" + proxyId);
    this.bypass = new Bypass(board);
    this.shared =
        new Shared(
            proxyId,
            board,
            options.allowTrust(),
            options.parkedBytesMax(),
            new ServerConnector(workers),
            new VerifierStore(workers),
            workers,
            cancelKeys);
  }

  /**
   * Listens for all bindings and begins to renew the lease.
   *
   * @throws MigrationException PORT_TAKEN
   */
  public void start() {
    for (RouteBinding binding : bindings) {
      open(binding);
    }
    cancelKeys.listen();
    lease.scheduleWithFixedDelay(this::renew, 0, RENEW_MILLIS, TimeUnit.MILLISECONDS);
    LOG.info(
        "event=proxy_started proxy={} routes={} transport={} loops={}",
        proxyId,
        bindings.size(),
        Transport.name(),
        options.eventLoops());
  }

  /** Serves one more route without a pool, as {@link #open(RouteBinding, PoolOptions)}. */
  public void open(RouteBinding binding) {
    open(binding, PoolOptions.NONE);
  }

  /**
   * Serves one more route.
   *
   * @throws MigrationException PORT_TAKEN, or BAD_CONFIGURATION when route or database are taken
   */
  public synchronized void open(RouteBinding binding, PoolOptions pool) {
    if (routes.containsKey(binding.route())) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "the proxy already serves the route " + binding.route(),
          "Name each route once.");
    }
    Listener listener = listener(binding);
    RouteRuntime runtime = new RouteRuntime(binding, pool, shared);
    if (!listener.add(binding.database(), runtime)) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "two routes serve the database "
              + binding.database()
              + " at "
              + binding.listenHost()
              + ":"
              + listener.port(),
          "Give one of them another address.");
    }
    routes.put(binding.route(), runtime);
    listenerOf.put(binding.route(), listener);
    runtime.start();
    LOG.info(
        "event=route_opened proxy={} route={} listen={}:{}",
        proxyId,
        binding.route(),
        binding.listenHost(),
        listener.port());
  }

  /** Pools a route's server connections otherwise from now on. */
  public void pool(String route, PoolOptions pool) {
    Optional.ofNullable(routes.get(route)).ifPresent(runtime -> runtime.pool(pool));
  }

  /** Receives administrators from now on, at every address. */
  public void console(ConsoleOptions who) {
    console = new Console(routes::values, bypass, who);
  }

  /**
   * Publishes metrics over HTTP.
   *
   * @param address a loopback address
   * @return where it listens
   * @throws MigrationException PORT_TAKEN
   */
  public synchronized InetSocketAddress metrics(InetSocketAddress address) {
    MetricsPage page = MetricsPage.open(address, routes::values, bypass);
    metrics = page;
    return page.address();
  }

  /**
   * Samples the statements of a route's clients that come from now on, in a file of that directory.
   *
   * @param directory where all samples of this proxy are
   */
  public synchronized void sample(String route, SampleOptions options, Path directory) {
    RouteRuntime runtime = routes.get(route);
    Samples all = samples == null ? new Samples(directory, proxyId) : samples;
    samples = all;
    if (runtime != null) {
      runtime.sampler(all.sample(route, options));
    }
  }

  /** A route's pooled server connections. */
  ServerPools pools(String route) {
    return java.util.Objects.requireNonNull(routes.get(route)).pools();
  }

  /** Ends one route: its clients are disconnected. */
  public synchronized void close(String route) {
    RouteRuntime runtime = routes.remove(route);
    Listener listener = listenerOf.remove(route);
    if (samples != null) {
      samples.close(route);
    }
    if (runtime != null && listener != null) {
      listener.remove(runtime.binding().database());
      runtime.close();
    }
  }

  /** The port that serves a route. */
  public int boundPort(String route) {
    Listener listener = listenerOf.get(route);
    if (listener == null) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT, "the proxy does not serve the route " + route, "");
    }
    return listener.port();
  }

  /** What this proxy says of its routes now. */
  public List<RouteReport> reports() {
    return routes.values().stream().map(RouteRuntime::report).flatMap(Optional::stream).toList();
  }

  /** What was measured of a route; empty when it is not served here. */
  public Optional<RouteMeasures> measured(String route) {
    return Optional.ofNullable(routes.get(route)).map(RouteRuntime::measured);
  }

  private void renew() {
    try {
      board.renew(reports());
    } catch (MigrationException e) {
      LOG.warn("event=lease_not_renewed proxy={} error={}", proxyId, e.line());
    } catch (RuntimeException e) {
      LOG.error("event=lease_not_renewed proxy={}", proxyId, e);
    }
  }

  private Listener listener(RouteBinding binding) {
    String key = binding.listenHost() + ":" + binding.listenPort();
    Listener known = binding.listenPort() == 0 ? null : listeners.get(key);
    if (known != null) {
      return known;
    }
    Listener listener = Listener.open(binding, loops, tls, cancelKeys, () -> console);
    listeners.put(binding.listenHost() + ":" + listener.port(), listener);
    return listener;
  }

  private static @Nullable ClientTls tls(ProxyOptions options) {
    return options.certificate() == null || options.key() == null
        ? null
        : ClientTls.open(options.certificate(), options.key(), options.clients());
  }

  private static ScheduledThreadPoolExecutor pool(int threads, String name) {
    ScheduledThreadPoolExecutor pool =
        new ScheduledThreadPoolExecutor(threads, new DefaultThreadFactory(name, true));
    pool.setRemoveOnCancelPolicy(true);
    pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return pool;
  }

  /** Stops listening, ends all sessions and threads. */
  @Override
  public synchronized void close() {
    lease.shutdownNow();
    bypass.close();
    if (metrics != null) {
      metrics.close();
    }
    listeners.values().forEach(Listener::close);
    List.copyOf(routes.keySet()).forEach(this::close);
    loops
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    workers.shutdownNow();
    if (samples != null) {
      samples.close();
    }
    LOG.info("event=proxy_stopped proxy={}", proxyId);
  }
}
