package dev.daybreak.app.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.TimelineEntry;
import dev.daybreak.control.fleet.Fleet;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.TableVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a report says of one migration.
 *
 * @param view where it stands
 * @param timeline every step begun
 * @param findings pre-flight and schema findings
 * @param certificate the last batch validation, when there was one
 * @param measured further measurements by name, such as the quickstart's ledger
 */
public record Report(
    MigrationView view,
    List<TimelineEntry> timeline,
    List<Finding> findings,
    Optional<BatchVerdict> certificate,
    Map<String, String> measured) {
  public Report {
    timeline = List.copyOf(timeline);
    findings = List.copyOf(findings);
    measured = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(measured));
  }

  /** What a control store knows. */
  public static Report of(Fleet fleet, String name) {
    return new Report(
        fleet.view(name),
        fleet.timeline(name),
        fleet.findings(name),
        fleet.certificate(name),
        Map.of());
  }

  /** The same with measurements. */
  public Report with(Map<String, String> measurements) {
    return new Report(view, timeline, findings, certificate, measurements);
  }

  /** The JSON form. */
  public ObjectNode document() {
    ObjectNode root = Documents.object();
    root.set("migration", Documents.migration(view));
    root.set("timeline", Documents.timeline(timeline));
    root.set("findings", Documents.findings(findings));
    if (certificate.isPresent()) {
      root.set("certificate", certificate(certificate.get()));
    } else {
      root.putNull("certificate");
    }
    ObjectNode extra = root.putObject("measured");
    measured.forEach(extra::put);
    return root;
  }

  private static ObjectNode certificate(BatchVerdict verdict) {
    ObjectNode node = Documents.object();
    node.put("position", verdict.position().text());
    node.put("startedAt", verdict.startedAt().toString());
    node.put("millis", verdict.took().toMillis());
    node.put("clean", verdict.clean());
    node.put("rowsValidated", verdict.rowsValidated());
    node.put("mismatches", verdict.mismatchCount());
    ArrayNode tables = node.putArray("tables");
    verdict.tables().forEach(table -> tables.add(table(table)));
    ArrayNode mismatches = node.putArray("firstMismatches");
    verdict.mismatches().forEach(mismatch -> mismatches.add(mismatch(mismatch)));
    return node;
  }

  private static ObjectNode table(TableVerdict table) {
    ObjectNode node = Documents.object();
    node.put("table", table.table().toString());
    node.put("coverage", table.coverage().name());
    node.put("sourceRows", table.sourceRows());
    node.put("targetRows", table.targetRows());
    node.put("matched", table.matched());
    node.put("differing", table.differing());
    node.put("missing", table.missing());
    node.put("extra", table.extra());
    node.put("sourceDigest", table.sourceDigest());
    node.put("targetDigest", table.targetDigest());
    node.put("note", table.note());
    return node;
  }

  private static ObjectNode mismatch(Mismatch mismatch) {
    ObjectNode node = Documents.object();
    node.put("table", mismatch.table().toString());
    node.put("kind", mismatch.kind().name());
    node.put("key", mismatch.key());
    node.put("column", mismatch.column());
    node.put("detail", mismatch.detail());
    return node;
  }
}
