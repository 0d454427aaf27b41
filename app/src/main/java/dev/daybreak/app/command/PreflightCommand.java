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
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.SchemaChoices;
import java.util.ArrayList;
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
      "Looks at source and target and says what stands in the way of a migration, and what of the"
          + " schema would be converted. Reads only; needs no control store. Exit code 6 when there"
          + " is a blocker.",
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

  @Option(
      names = "--target-profile",
      paramLabel = "NAME",
      description =
          "Look ahead to a kind of target: postgresql or aurora-postgresql. Default: detected.")
  private String profile = "";

  /** Releases that do not fit, or a login that may not read: the schema cannot be looked at. */
  private static boolean hidesTheSchema(Finding finding) {
    return finding.severity() == Severity.BLOCKER
        && (finding.id().equals("PRE-VERSION") || finding.id().equals("PRE-RIGHT-READ"));
  }

  @Override
  public Integer call() {
    Secrets secrets = Secrets.ofEnvironment();
    Pairing pairing =
        new Pairing(NAME, pair.source().resolve(secrets), pair.target().resolve(secrets));
    List<Finding> findings = new ArrayList<>(Wiring.preflight().inspect(pairing, Set.of()));
    if (findings.stream().noneMatch(PreflightCommand::hidesTheSchema)) {
      SchemaChoices choices =
          new SchemaChoices(profile, List.of(), List.of(), List.of(), List.of());
      findings.addAll(Wiring.schema().with(choices).plan(pairing).findings());
    }
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
