package dev.daybreak.app.run;

import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.Secrets;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.control.route.StoredRouteBoard;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.ProxyServer;
import dev.daybreak.proxy.pool.PoolOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy of a process, serving every migration of the fleet. Looks for new, changed and gone
 * ones every second; one that cannot be served is tried again, the others being served meanwhile.
 */
final class ProxyPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyPool.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final long STOP_SECONDS = 10;

  private final Fleet fleet;
  private final Secrets secrets;
  private final Sampling sampling;
  private final PoolOptions pool;
  private final Path samples;
  private final StoredRouteBoard board;
  private final ProxyServer server;
  private final Map<String, RouteBinding> served = new HashMap<>();
  private final Map<String, MigrationException> troubles = new HashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "daybreak-proxies");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param samples where samples of statements go
   */
  ProxyPool(Fleet fleet, Secrets secrets, String proxyId, ServiceParts parts, Path samples) {
    this.fleet = fleet;
    this.secrets = secrets;
    this.sampling = parts.sampling();
    this.pool = parts.pool();
    this.samples = samples;
    this.board = fleet.board(proxyId);
    this.server = new ProxyServer(proxyId, List.of(), board, parts.proxy());
  }

  /**
   * Serves all migrations known now, then keeps looking.
   *
   * @throws MigrationException the first trouble, when not one of them can be served
   */
  synchronized void start() {
    server.start();
    serve();
    if (served.isEmpty() && !troubles.isEmpty()) {
      throw troubles.values().iterator().next();
    }
    clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    try {
      serve();
    } catch (MigrationException e) {
      LOG.warn("routes look=failed error=\"{}\"", e.line());
    } catch (RuntimeException e) {
      LOG.error("routes look=failed", e);
    }
  }

  private void serve() {
    List<MigrationSpec> specs = fleet.specs();
    specs.forEach(this::serve);
    List<String> names = specs.stream().map(MigrationSpec::name).collect(Collectors.toList());
    List<String> gone = served.keySet().stream().filter(name -> !names.contains(name)).toList();
    gone.forEach(this::drop);
  }

  private void serve(MigrationSpec spec) {
    try {
      RouteBinding wanted = spec.binding(secrets);
      @Nullable RouteBinding present = served.get(spec.name());
      if (wanted.equals(present)) {
        return;
      }
      if (present != null) {
        drop(spec.name());
      }
      server.open(wanted, pool);
      server.sample(spec.name(), sampling.of(spec.name()), samples);
      served.put(spec.name(), wanted);
      troubles.remove(spec.name());
    } catch (MigrationException e) {
      MigrationException earlier = troubles.put(spec.name(), e);
      if (earlier == null || !earlier.line().equals(e.line())) {
        LOG.error("proxy migration={} serving=no error=\"{}\"", spec.name(), e.line());
      }
    }
  }

  private void drop(String name) {
    server.close(name);
    served.remove(name);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      if (!clock.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("routes look=hangs");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
    board.close();
  }
}
