package dev.daybreak.app.run;

import dev.daybreak.app.config.ListenAddress;
import dev.daybreak.app.config.ProxyFile;
import dev.daybreak.app.config.ProxyPlan;
import dev.daybreak.app.config.ProxyService;
import dev.daybreak.control.Secrets;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.proxy.FixedBoard;
import dev.daybreak.proxy.ProxyServer;
import dev.daybreak.proxy.admin.ConsoleOptions;
import dev.daybreak.proxy.sample.SampleOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * A proxy that a file describes and no control store directs. SIGHUP makes it read the file again:
 * databases come and go, pools change; what concerns the whole proxy waits for its next start.
 */
public final class StaticProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StaticProxy.class);

  private final Path file;
  private final Path samples;
  private final ProxyPlan first;
  private final ProxyServer server;
  private final Map<RouteBinding, ProxyService> served = new HashMap<>();

  private StaticProxy(Path file, Path samples, ProxyPlan first) {
    this.file = file;
    this.samples = samples;
    this.first = first;
    this.server = new ProxyServer("static", List.of(), new FixedBoard(), first.options());
  }

  /**
   * Serves what the file says.
   *
   * @param samples where samples of statements go
   * @throws MigrationException BAD_CONFIGURATION and its kin, or PORT_TAKEN
   */
  public static StaticProxy start(Path file, Path samples) {
    ProxyPlan plan = read(file);
    StaticProxy proxy = new StaticProxy(file, samples, plan);
    try {
      proxy.open();
      plan.databases().forEach(proxy::serve);
      proxy.server.start();
    } catch (MigrationException e) {
      proxy.close();
      throw e;
    }
    Signal.handle(new Signal("HUP"), signal -> proxy.reload());
    return proxy;
  }

  private void open() {
    Runnable stop =
        () -> {
          LOG.info("event=shutdown reason=\"an administrator asked for it\"");
          new Thread(() -> System.exit(0), "proxy-shutdown").start();
        };
    server.console(new ConsoleOptions(first.admins(), first.watchers(), this::reload, stop));
    ListenAddress metrics = first.metrics();
    if (metrics != null) {
      server.metrics(new InetSocketAddress(metrics.host(), metrics.port()));
    }
  }

  private static ProxyPlan read(Path file) {
    return ProxyFile.read(file, System.getenv(), Secrets.ofEnvironment());
  }

  /** Reads the file again; one that cannot be used changes nothing. */
  public synchronized void reload() {
    try {
      ProxyPlan next = read(file);
      List.copyOf(served.keySet()).stream()
          .filter(old -> !next.databases().containsKey(old))
          .forEach(this::drop);
      next.databases().forEach(this::serve);
      LOG.info(
          "event=reloaded databases={} restart_needed={}", served.size(), next.needsRestart(first));
    } catch (MigrationException e) {
      LOG.error("event=reload_failed error=\"{}\"", e.line());
    }
  }

  private void serve(RouteBinding binding, ProxyService wanted) {
    ProxyService present = served.get(binding);
    if (present == null) {
      server.open(binding, wanted.pool());
    } else if (!present.pool().equals(wanted.pool())) {
      server.pool(binding.route(), wanted.pool());
    }
    SampleOptions before = present == null ? SampleOptions.OFF : present.sample();
    if (!before.equals(wanted.sample())) {
      server.sample(binding.route(), wanted.sample(), samples);
    }
    served.put(binding, wanted);
  }

  private void drop(RouteBinding binding) {
    server.close(binding.route());
    served.remove(binding);
  }

  @Override
  public void close() {
    server.close();
  }
}
