package dev.daybreak.app.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.io.PrintWriter;
import java.util.List;

/** The dry run of the schema: what would be created, and nothing done. */
public final class SchemaScripts {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;

  /**
   * @param out takes scripts, or one document
   * @param err takes what people should read beside
   * @param json whether a document is wanted
   */
  public SchemaScripts(PrintWriter out, PrintWriter err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /** Scripts to standard output, findings to the other; the exit code. */
  public int print(List<MigrationSpec> specs) {
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
        out.println(connect(spec.target(), specs.size()) + stage.script(pairing));
        tell(spec, plan.findings());
      }
    }
    if (json) {
      out.println(Documents.text(root));
    }
    out.flush();
    err.flush();
    return blocked ? ErrorGroup.GATE.exitCode() : 0;
  }

  private void tell(MigrationSpec spec, List<Finding> findings) {
    FindingTable.render(findings).forEach(line -> err.println(spec.name() + ": " + line));
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
