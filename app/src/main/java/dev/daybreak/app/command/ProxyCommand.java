package dev.daybreak.app.command;

import dev.daybreak.app.run.Service;
import dev.daybreak.app.run.ServiceParts;
import dev.daybreak.control.Secrets;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Proxies in a process of their own. */
@Command(
    name = "proxy",
    description = {
      "Runs only the proxies of all migrations in a control store, until it is told to stop."
          + " Workers run elsewhere, as `daybreak up --worker-only`.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  daybreak proxy --store postgresql://daybreak@control/daybreak"})
final class ProxyCommand implements Callable<Integer>, Daybreak.Logged {
  @Mixin private Streams streams = new Streams();
  @Mixin private TlsOptions tls = new TlsOptions();
  @Mixin private StoreOptions store = new StoreOptions();

  @Override
  public Path logFile() {
    return store.directory().logs().resolve("proxy.log");
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!store.named()) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "--store is missing.",
          "A proxy of its own needs a control store that others use too: name it with --store.");
    }
    try (OpenFleet open = OpenFleet.serve(store)) {
      open.add(
          Service.start(
              open.fleet(),
              Secrets.ofEnvironment(),
              ServiceParts.proxies(tls.options()),
              store.directory()));
      streams.note("the proxy is up; log: " + logFile());
      UpCommand.untilStopped();
    }
    return ExitCode.OK;
  }
}
