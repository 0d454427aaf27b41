package dev.daybreak.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.app.run.Wiring;
import dev.daybreak.app.show.Documents;
import dev.daybreak.app.show.FindingTable;
import dev.daybreak.control.Secrets;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorGroup;
import dev.daybreak.kernel.finding.Finding;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at both ends and says what stands in the way. */
@Command(
    name = "preflight",
    description = {
      "Looks at source and target and says what stands in the way of a migration. Reads only;"
          + " needs no control store. Exit code 6 when there is a blocker.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  export DAYBREAK_SOURCE_PASSWORD=... DAYBREAK_TARGET_PASSWORD=...",
      "  daybreak preflight --source postgresql://me@old/shop --target postgresql://me@new/shop"
    })
final class PreflightCommand implements Callable<Integer> {
  private static final MigrationId NAME = new MigrationId("preflight");

  @Mixin private Streams streams = new Streams();
  @Mixin private PairOptions pair = new PairOptions();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() {
    Secrets secrets = Secrets.ofEnvironment();
    Pairing pairing =
        new Pairing(NAME, pair.source().resolve(secrets), pair.target().resolve(secrets));
    List<Finding> findings = Wiring.preflight().inspect(pairing, Set.of());
    if (json) {
      ObjectNode root = Documents.object();
      root.put("blocked", FindingTable.blocked(findings));
      root.set("findings", Documents.findings(findings));
      streams.print(root);
    } else {
      streams.print(FindingTable.render(findings));
    }
    return FindingTable.blocked(findings) ? ErrorGroup.GATE.exitCode() : ExitCode.OK;
  }
}
