package dev.daybreak.app.command;

import dev.daybreak.app.pool.PoolChoice;
import dev.daybreak.app.run.Service;
import dev.daybreak.app.run.ServiceParts;
import dev.daybreak.app.sample.SampleChoice;
import dev.daybreak.control.Secrets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The process that stays: store, workers and proxies. */
@Command(
    name = "up",
    description = {
      "Runs the control store, workers and proxies until it is told to stop. Migrations handed in"
          + " later with `daybreak start` are picked up within two seconds. Killed at any instant"
          + " and started again, it goes on.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  daybreak up -f fleet.yaml",
      "  daybreak up --worker-only --store postgresql://daybreak@control/daybreak"
    })
final class UpCommand implements Callable<Integer>, Daybreak.Logged {
  @Mixin private Streams streams = new Streams();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private TlsOptions tls = new TlsOptions();
  @Mixin private PoolChoice pool = new PoolChoice();
  @Mixin private SampleChoice sample = new SampleChoice();
  @Mixin private FleetOptions fleet = new FleetOptions();

  @Option(
      names = "--worker-only",
      description = "Workers only: proxies run elsewhere, as `daybreak proxy`.")
  private boolean workerOnly;

  @Override
  public Path logFile() {
    return store.directory().logs().resolve("daybreak.log");
  }

  @Override
  public Integer call() throws InterruptedException {
    ServiceParts parts =
        workerOnly
            ? ServiceParts.WORKERS
            : ServiceParts.all(tls.options()).with(pool.options(), sample.sampling());
    try (OpenFleet open = OpenFleet.serve(store)) {
      if (fleet.given()) {
        open.submit(fleet.specs(false));
      }
      open.add(Service.start(open.fleet(), Secrets.ofEnvironment(), parts, store.directory()));
      streams.note(
          "daybreak is up: " + open.fleet().specs().size() + " migrations; log: " + logFile());
      untilStopped();
    }
    return ExitCode.OK;
  }

  /** The process ends by a signal, whose hook closes everything. */
  static void untilStopped() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
