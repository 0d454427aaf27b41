package dev.daybreak.app.command;

import dev.daybreak.app.show.Report;
import dev.daybreak.app.show.ReportFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes down what is proven about a migration. */
@Command(
    name = "report",
    description = {
      "Writes what happened and what is proven about a migration, as HTML for people and JSON for"
          + " scripts: timeline, findings, validation of every table.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  daybreak report shop --dir ./report"})
final class ReportCommand implements Callable<Integer> {
  @Mixin private Streams streams = new Streams();
  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(arity = "1", paramLabel = "NAME", description = "The migration.")
  private String name = "";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "report",
      description = "Where to write. Default: ${DEFAULT-VALUE}.")
  private Path directory = Path.of("report");

  @Option(names = "--json", description = "Also print the JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() {
    try (OpenFleet open = OpenFleet.visit(store)) {
      Report report = Report.of(open.fleet(), name);
      ReportFiles files = ReportFiles.write(directory, report);
      if (json) {
        streams.print(report.document());
      } else {
        streams.print(List.of(files.html().toString(), files.json().toString()));
      }
    }
    return ExitCode.OK;
  }
}
