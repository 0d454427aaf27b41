package dev.daybreak.app.run;

import dev.daybreak.control.Fleet;
import dev.daybreak.control.Secrets;
import dev.daybreak.control.work.Workers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workers and proxies of one process, over one control store. Closing stops both. */
public final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final Resources resources;

  private Service(Resources resources) {
    this.resources = resources;
  }

  /**
   * Starts what is asked for; proxies answer when this returns.
   *
   * @param work where stages keep their files
   * @throws dev.daybreak.kernel.error.MigrationException PORT_TAKEN and what opening the stages says
   */
  public static Service start(Fleet fleet, Secrets secrets, ServiceParts parts, Path work) {
    Resources resources = Resources.create();
    try {
      String process = processName();
      if (parts.proxies()) {
        resources.add(new ProxyPool(fleet, secrets, process)).start();
      }
      if (parts.workers()) {
        Workers workers = fleet.workers(process, Wiring.stages(work), secrets);
        resources.add(workers).start();
      }
      LOG.info("service started process={} parts={}", process, parts);
      return new Service(resources);
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  /** A name no other process has at the same time. */
  private static String processName() {
    return host() + "-" + ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  @Override
  public void close() {
    resources.close();
    LOG.info("service stopped");
  }
}
