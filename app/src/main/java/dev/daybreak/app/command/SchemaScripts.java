package dev.daybreak.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.app.run.Wiring;
import dev.daybreak.app.show.Documents;
import dev.daybreak.app.show.FindingTable;
import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.Secrets;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorGroup;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.stage.SchemaStage;
import dev.daybreak.kernel.stage.SchemaStage.Ddl;
import dev.daybreak.kernel.stage.SchemaStage.SchemaPlan;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** The dry run of the schema: what would be created, and nothing done. */
final class SchemaScripts {
  private final Streams streams;
  private final boolean json;

  SchemaScripts(Streams streams, boolean json) {
    this.streams = streams;
    this.json = json;
  }

  /** Scripts to standard output, findings to the other; the exit code. */
  int print(List<MigrationSpec> specs) {
    Secrets secrets = Secrets.ofEnvironment();
    ObjectNode root = Documents.object();
    ArrayNode plans = root.putArray("plans");
    boolean blocked = false;
    for (MigrationSpec spec : specs) {
      Pairing pairing = spec.pairing(secrets);
      SchemaStage stage = Wiring.schema().with(spec.schema());
      SchemaPlan plan = stage.plan(pairing);
      blocked |= FindingTable.blocked(plan.findings());
      if (json) {
        plans.add(document(spec, plan));
      } else {
        streams.print(List.of(connect(spec.target(), specs.size()) + stage.script(pairing)));
        tell(spec, plan.findings());
      }
    }
    if (json) {
      streams.print(root);
    }
    return blocked ? ErrorGroup.GATE.exitCode() : ExitCode.OK;
  }

  private void tell(MigrationSpec spec, List<Finding> findings) {
    FindingTable.render(findings).forEach(line -> streams.note(spec.name() + ": " + line));
  }

  /** Several databases in one script need to be told apart. */
  private static String connect(EndpointSpec target, int databases) {
    return databases == 1
        ? ""
        : "\\connect \"host="
            + value(target.host())
            + " port="
            + target.port()
            + " dbname="
            + value(target.database())
            + " user="
            + value(target.user())
            + "\"\n";
  }

  /** A value as a connection string has it, inside psql's double quotes. */
  private static String value(String text) {
    String quoted = "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    return quoted.replace("\"", "\"\"");
  }

  private static ObjectNode document(MigrationSpec spec, SchemaPlan plan) {
    ObjectNode node = Documents.object();
    node.put("name", spec.name());
    ArrayNode statements = node.putArray("statements");
    for (Ddl ddl : plan.statements()) {
      ObjectNode statement = statements.addObject();
      statement.put("when", ddl.when().name());
      statement.put("object", ddl.object());
      statement.put("sql", ddl.sql());
    }
    node.set("findings", Documents.findings(plan.findings()));
    return node;
  }
}
