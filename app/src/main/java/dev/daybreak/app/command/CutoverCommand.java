package dev.daybreak.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.app.run.Wiring;
import dev.daybreak.app.show.Documents;
import dev.daybreak.control.Secrets;
import dev.daybreak.cutover.Request;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves clients to the target, or says exactly what that would do. */
@Command(
    name = "cutover",
    description = {
      "Moves clients to the target: drain, hold, fence, validate, commit, release. Any failure"
          + " before the commit point restores everything. Afterwards the reverse stream runs and"
          + " `daybreak rollback` is possible.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  daybreak cutover shop --dry-run", "  daybreak cutover shop"})
final class CutoverCommand implements Callable<Integer> {
  @Mixin private Streams streams = new Streams();
  @Mixin private Asking asking = new Asking();

  @Option(names = "--dry-run", description = "Only print exactly what would be done.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    return dryRun ? plan() : asking.ask(Request.CUTOVER, streams);
  }

  private int plan() {
    try (OpenFleet open = OpenFleet.visit(asking.store())) {
      List<String> lines =
          open.fleet()
              .cutoverPlan(
                  asking.name(),
                  Wiring.stages(asking.store().directory().work()),
                  Secrets.ofEnvironment());
      if (asking.json()) {
        ObjectNode root = Documents.object();
        root.put("migration", asking.name());
        lines.forEach(root.putArray("steps")::add);
        streams.print(root);
      } else {
        streams.print(lines);
      }
    }
    return ExitCode.OK;
  }
}
