package dev.daybreak.app.run;

import dev.daybreak.app.config.ListenAddress;
import dev.daybreak.control.Fleet;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.Secrets;
import dev.daybreak.control.route.StoredRouteBoard;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.ProxyOptions;
import dev.daybreak.proxy.ProxyServer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One proxy for each address the fleet's migrations listen on. Looks for new migrations every
 * second; an address that cannot be opened is tried again, other addresses being served meanwhile.
 */
final class ProxyPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyPool.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final long STOP_SECONDS = 10;

  /** A proxy and its view of the store. */
  private record Serving(ProxyServer server, StoredRouteBoard board) {
    static Serving start(String id, List<RouteBinding> bindings, StoredRouteBoard board) {
      ProxyServer server = new ProxyServer(id, bindings, board, ProxyOptions.defaults());
      Serving serving = new Serving(server, board);
      try {
        server.start();
        return serving;
      } catch (RuntimeException e) {
        serving.close();
        throw e;
      }
    }

    void close() {
      server.close();
      board.close();
    }
  }

  private final Fleet fleet;
  private final Secrets secrets;
  private final String process;
  private final Map<ListenAddress, Serving> servers = new HashMap<>();
  private final Set<String> bound = new HashSet<>();
  private final Map<ListenAddress, String> troubles = new HashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "daybreak-proxies");
            thread.setDaemon(true);
            return thread;
          });

  ProxyPool(Fleet fleet, Secrets secrets, String process) {
    this.fleet = fleet;
    this.secrets = secrets;
    this.process = process;
  }

  /**
   * Opens all addresses known now, then keeps looking.
   *
   * @throws MigrationException PORT_TAKEN
   */
  synchronized void start() {
    for (Map.Entry<ListenAddress, List<RouteBinding>> entry : wanted().entrySet()) {
      open(entry.getKey(), entry.getValue());
    }
    clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    try {
      wanted().forEach(this::openOrNote);
    } catch (MigrationException e) {
      LOG.warn("proxies keep serving what they know code={} message={}", e.code(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("looking for new routes failed", e);
    }
  }

  private void openOrNote(ListenAddress address, List<RouteBinding> bindings) {
    try {
      open(address, bindings);
      troubles.remove(address);
    } catch (MigrationException e) {
      if (!e.line().equals(troubles.put(address, e.line()))) {
        LOG.error("proxy not serving address={} error={}", address, e.line());
      }
    }
  }

  /** Bindings not served yet, by address. */
  private Map<ListenAddress, List<RouteBinding>> wanted() {
    Map<ListenAddress, List<RouteBinding>> wanted = new LinkedHashMap<>();
    for (MigrationSpec spec : fleet.specs()) {
      if (!bound.contains(spec.name())) {
        wanted
            .computeIfAbsent(
                new ListenAddress(spec.listenHost(), spec.listenPort()),
                address -> new java.util.ArrayList<>())
            .add(spec.binding(secrets));
      }
    }
    return wanted;
  }

  private void open(ListenAddress address, List<RouteBinding> bindings) {
    Serving present = servers.get(address);
    if (present != null) {
      bindings.forEach(present.server()::add);
    } else {
      String id = process + "-" + address.port();
      servers.put(address, Serving.start(id, bindings, fleet.board(id)));
    }
    for (RouteBinding binding : bindings) {
      bound.add(binding.route());
      LOG.info(
          "proxy serves migration={} address={} database={}",
          binding.route(),
          address,
          binding.database());
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      clock.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      servers.values().forEach(Serving::close);
      servers.clear();
    }
  }
}
