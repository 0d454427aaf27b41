package dev.daybreak.app.command;

import dev.daybreak.app.quickstart.Quickstart;
import dev.daybreak.app.quickstart.QuickstartPlan;
import dev.daybreak.app.quickstart.Summary;
import dev.daybreak.app.run.Resources;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.ErrorGroup;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole job, on databases of its own. */
@Command(
    name = "quickstart",
    description = {
      "Shows the whole job on databases of its own: starts two PostgreSQL servers of different"
          + " versions and a control store, fills a fleet of three databases, lets applications"
          + " write to them, migrates all three with one cutover each under that traffic, and"
          + " checks every acknowledged write. Needs nothing installed; leaves nothing behind but"
          + " the report.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  daybreak quickstart",
      "  daybreak quickstart --rows 200000 --tps 500 --json > result.json"
    })
final class QuickstartCommand implements Callable<Integer>, Daybreak.Logged {
  private static final long ROWS_MIN = 1_000;

  @Mixin private Streams streams = new Streams();

  @Option(
      names = "--rows",
      defaultValue = "2000000",
      description = "About how many rows altogether. Default: ${DEFAULT-VALUE}.")
  private long rows;

  @Option(
      names = "--tps",
      defaultValue = "330",
      description = "Transactions a second, all clients together. Default: ${DEFAULT-VALUE}.")
  private int tps;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "Makes rows and traffic. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--keep",
      description = "Leave everything running at the end, until Ctrl-C; print how to connect.")
  private boolean keep;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "report",
      description = "Where reports and the log go. Default: ${DEFAULT-VALUE}.")
  private Path reports = Path.of("report");

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Path logFile() {
    return reports.toAbsolutePath().normalize().resolve("quickstart.log");
  }

  @Override
  public Integer call() throws InterruptedException {
    if (rows < ROWS_MIN || tps < 1) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "--rows or --tps is too small.",
          "Ask for at least " + ROWS_MIN + " rows and 1 transaction a second.");
    }
    QuickstartPlan plan = new QuickstartPlan(rows, tps, seed, reports.toAbsolutePath().normalize());
    Summary summary;
    try (Resources resources = Resources.closedAtExit()) {
      Quickstart quickstart = new Quickstart(plan, resources, streams.err());
      summary = quickstart.run();
      if (json) {
        summary.lines().forEach(streams::note);
        streams.print(summary.document());
      } else {
        streams.print(summary.lines());
      }
      if (keep) {
        quickstart.connections().forEach(streams::note);
        streams.note("everything keeps running; Ctrl-C ends it");
        UpCommand.untilStopped();
      }
    }
    return summary.good() ? ExitCode.OK : ErrorGroup.GATE.exitCode();
  }
}
