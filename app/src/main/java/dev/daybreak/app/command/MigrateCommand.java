package dev.daybreak.app.command;

import dev.daybreak.app.run.SchemaScripts;
import dev.daybreak.app.run.Service;
import dev.daybreak.app.run.ServiceParts;
import dev.daybreak.app.show.Documents;
import dev.daybreak.app.show.Errors;
import dev.daybreak.control.Failure;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One database, or a fleet, in one process from the first look to READY or through the cutover. */
@Command(
    name = "migrate",
    description = {
      "Migrates one database, or a fleet, in this process: control store, worker and proxy. The"
          + " proxy answers from the start, so point applications at --listen before the cutover."
          + " Stops at READY, or goes through to the reverse stream with --cutover; then keeps"
          + " serving until Ctrl-C. The same command again goes on where it was.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  export DAYBREAK_SOURCE_PASSWORD=... DAYBREAK_TARGET_PASSWORD=...",
      "  daybreak migrate --source postgresql://me@old:5432/shop \\",
      "      --target postgresql://me@new:5432/shop --listen 0.0.0.0:6432 --cutover",
      "  daybreak migrate -f fleet.yaml --once"
    })
final class MigrateCommand implements Callable<Integer>, Daybreak.Logged {
  @Mixin private Streams streams = new Streams();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private TlsOptions tls = new TlsOptions();
  @Mixin private FleetOptions fleet = new FleetOptions();

  @Option(
      names = "--dry-run",
      description =
          "Only print what would be created on the target, as a script that psql runs. Nothing is"
              + " handed in.")
  private boolean dryRun;

  @Option(names = "--cutover", description = "Go through the cutover as soon as it is ready.")
  private boolean cutover;

  @Option(
      names = "--once",
      description = "End as soon as the goal is reached, instead of serving until Ctrl-C.")
  private boolean once;

  @Option(
      names = "--keep-serving",
      description = "Keep the proxy serving until Ctrl-C even when a migration has failed.")
  private boolean keepServing;

  @Option(
      names = "--json",
      description = "One JSON document on standard output when the goal is reached.")
  private boolean json;

  @Override
  public Path logFile() {
    return store.directory().logs().resolve("daybreak.log");
  }

  @Override
  public Integer call() throws InterruptedException {
    List<MigrationSpec> specs = fleet.specs(false);
    if (dryRun) {
      return new SchemaScripts(streams.out(), streams.err(), json).print(specs);
    }
    try (OpenFleet open = OpenFleet.serve(store)) {
      open.submit(specs);
      Service service =
          Service.start(
              open.fleet(),
              Secrets.ofEnvironment(),
              ServiceParts.all(tls.options()),
              store.directory());
      open.add(service);
      for (MigrationSpec spec : specs) {
        streams.note(
            spec.name()
                + ": the proxy answers at "
                + spec.listenHost()
                + ":"
                + spec.listenPort()
                + ", database "
                + spec.source().database());
      }
      MigrateRun run = new MigrateRun(open.fleet(), specs, cutover, streams.err());
      List<MigrationView> reached = run.untilSettled();
      return finish(run, reached);
    }
  }

  private int finish(MigrateRun run, List<MigrationView> views) throws InterruptedException {
    if (json) {
      streams.print(Documents.fleet(views));
    }
    int code = ExitCode.OK;
    for (MigrationView view : views) {
      Failure failure = MigrateRun.failed(view, cutover) ? view.failure() : null;
      if (failure != null) {
        if (!run.hasTold(view)) {
          streams.note(Errors.line(view.spec().name(), failure));
        }
        code = Math.max(code, Errors.exitCode(failure));
      }
    }
    if (code == ExitCode.OK ? !once : keepServing) {
      streams.note("serving; Ctrl-C ends the proxy");
      UpCommand.untilStopped();
    }
    return code;
  }
}
