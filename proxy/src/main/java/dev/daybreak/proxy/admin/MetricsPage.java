package dev.daybreak.proxy.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.proxy.session.RouteRuntime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves {@code /metrics} in Prometheus' text format. Thread-safe. */
public final class MetricsPage implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService thread;

  private MetricsPage(HttpServer server, ExecutorService thread) {
    this.server = server;
    this.thread = thread;
  }

  /**
   * Listens at the address.
   *
   * @param bypass finds sessions that do not come through the proxy
   * @throws MigrationException PORT_TAKEN; BAD_CONFIGURATION for an address others can reach
   */
  public static MetricsPage open(
      InetSocketAddress address, Supplier<Collection<RouteRuntime>> routes, Bypass bypass) {
    if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "metrics are published at " + address + ", which is not a loopback address.",
          "Publish them at 127.0.0.1 and let a local agent fetch them: no login is asked for.");
    }
    try {
      HttpServer server = HttpServer.create(address, 16);
      ExecutorService thread =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread daemon = new Thread(task, "proxy-metrics");
                daemon.setDaemon(true);
                return daemon;
              });
      server.setExecutor(thread);
      server.createContext("/metrics", exchange -> answer(exchange, routes, bypass));
      server.start();
      return new MetricsPage(server, thread);
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.PORT_TAKEN,
          "metrics cannot be published at " + address + ": " + e.getMessage(),
          "Choose a free port, or stop what listens there.",
          e);
    }
  }

  private static void answer(
      HttpExchange exchange, Supplier<Collection<RouteRuntime>> routes, Bypass bypass)
      throws IOException {
    try (exchange) {
      byte[] page = new Metrics(bypass).of(routes.get()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
