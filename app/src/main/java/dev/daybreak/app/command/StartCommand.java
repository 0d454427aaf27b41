package dev.daybreak.app.command;

import dev.daybreak.app.run.SchemaScripts;
import dev.daybreak.app.show.Documents;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.MigrationView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Hands migrations in. */
@Command(
    name = "start",
    description = {
      "Hands migrations in and returns; the process that is up (`daybreak up`) carries them out."
          + " Handing in the same again changes nothing.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  daybreak start -f fleet.yaml --dry-run > schema.sql",
      "  daybreak start -f fleet.yaml",
      "  daybreak start --source postgresql://me@old/shop --target postgresql://me@new/shop \\",
      "      --listen 0.0.0.0:6432 --auto-cutover"
    })
final class StartCommand implements Callable<Integer> {
  @Mixin private Streams streams = new Streams();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private FleetOptions fleet = new FleetOptions();

  @Option(
      names = "--dry-run",
      description =
          "Only print what would be created on the target, as a script that psql runs. Nothing is"
              + " handed in.")
  private boolean dryRun;

  @Option(
      names = "--auto-cutover",
      description = "Cut over as soon as it is ready. Default: wait for `daybreak cutover`.")
  private boolean autoCutover;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() {
    List<MigrationSpec> specs = fleet.specs(autoCutover);
    if (dryRun) {
      return new SchemaScripts(streams.out(), streams.err(), json).print(specs);
    }
    try (OpenFleet open = OpenFleet.visit(store)) {
      open.submit(specs);
      List<MigrationView> views =
          specs.stream().map(spec -> open.fleet().view(spec.name())).toList();
      if (json) {
        streams.print(Documents.fleet(views));
      } else {
        streams.print(views.stream().map(StartCommand::line).toList());
      }
      if (open.alone()) {
        streams.note("nothing is running on this data directory; `daybreak up` carries it out");
      }
    }
    return ExitCode.OK;
  }

  private static String line(MigrationView view) {
    return view.spec().name() + " is handed in: " + view.state().phase();
  }
}
