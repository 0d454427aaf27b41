package dev.daybreak.app.command;

import dev.daybreak.app.pool.PoolChoice;
import dev.daybreak.app.run.Resources;
import dev.daybreak.app.run.Service;
import dev.daybreak.app.run.ServiceParts;
import dev.daybreak.app.run.StaticProxy;
import dev.daybreak.app.sample.SampleChoice;
import dev.daybreak.control.Secrets;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proxies in a process of their own. */
@Command(
    name = "proxy",
    description = {
      "Runs only proxies, until it is told to stop: those of all migrations in a control store,"
          + " whose workers run elsewhere as `daybreak up --worker-only`; or, with --config, an"
          + " ordinary connection pooler that a file describes and no store directs. SIGHUP makes"
          + " it read the file again.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  daybreak proxy --store postgresql://daybreak@control/daybreak",
      "  daybreak proxy --config proxy.yaml"
    })
final class ProxyCommand implements Callable<Integer>, Daybreak.Logged {
  @Mixin private Streams streams = new Streams();
  @Mixin private TlsOptions tls = new TlsOptions();
  @Mixin private PoolChoice pool = new PoolChoice();
  @Mixin private SampleChoice sample = new SampleChoice();
  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A proxy.yaml that names the databases to serve, instead of a control store.")
  private @Nullable Path config;

  @Override
  public Path logFile() {
    return store.directory().logs().resolve("proxy.log");
  }

  @Override
  public Integer call() throws InterruptedException {
    if (config != null) {
      return serve(config);
    }
    if (!store.named()) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "--store is missing.",
          "A proxy of its own needs a control store that others use too: name it with --store; or"
              + " a file that says what to serve: name it with --config.");
    }
    ServiceParts parts =
        ServiceParts.proxies(tls.options()).with(pool.options(), sample.sampling());
    try (OpenFleet open = OpenFleet.serve(store)) {
      open.add(Service.start(open.fleet(), Secrets.ofEnvironment(), parts, store.directory()));
      streams.note("the proxy is up; log: " + logFile());
      UpCommand.untilStopped();
    }
    return ExitCode.OK;
  }

  private int serve(Path file) throws InterruptedException {
    if (store.named() || tls.given() || pool.given() || sample.given()) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "--config is given beside options that it replaces.",
          "Put certificate, key, allowTrust, pools and samples into the file, and leave --store"
              + " out.");
    }
    try (Resources resources = Resources.closedAtExit()) {
      resources.add(StaticProxy.start(file, store.directory().samples()));
      streams.note("the proxy is up; log: " + logFile());
      UpCommand.untilStopped();
    }
    return ExitCode.OK;
  }
}
