package dev.daybreak.app.run;

import dev.daybreak.app.home.DataDirectory;
import dev.daybreak.app.home.Seat;
import dev.daybreak.control.Secrets;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.control.work.Workers;
import java.util.UUID;
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
   * @param home where stages keep their files and the worker its name
   * @throws dev.daybreak.kernel.error.MigrationException PORT_TAKEN, IO_FAILED
   */
  public static Service start(
      Fleet fleet, Secrets secrets, ServiceParts parts, DataDirectory home) {
    Resources resources = Resources.create();
    try {
      if (parts.proxies()) {
        resources.add(new ProxyPool(fleet, secrets, proxyName(), parts, home.samples())).start();
      }
      if (parts.workers()) {
        String worker = resources.add(Seat.take(home)).name();
        Workers workers = fleet.workers(worker, Wiring.stages(home.work()), secrets);
        resources.add(workers).start();
        LOG.info("workers started worker={}", worker);
      }
      return new Service(resources);
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  /** A proxy that is started anew is another one: what its predecessor held is gone. */
  private static String proxyName() {
    return "proxy-" + UUID.randomUUID().toString().substring(0, 8);
  }

  @Override
  public void close() {
    resources.close();
    LOG.info("service stopped");
  }
}
