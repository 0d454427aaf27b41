package dev.daybreak.app.show;

import dev.daybreak.control.Facts;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.TimelineEntry;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.TableVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A report as one HTML page without scripts or anything loaded from elsewhere. Pure. */
final class HtmlReport {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;
      color:#1c2430}h1{margin-bottom:0}
      table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}
      th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #dde3ea;vertical-align:top}
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
      .good{color:#0a7a3d}.bad{color:#b3261e;font-weight:600}.quiet{color:#66707c}
      """;

  private final StringBuilder page = new StringBuilder();

  private HtmlReport() {}

  static String render(Report report) {
    HtmlReport html = new HtmlReport();
    html.head(report.view());
    html.summary(report);
    html.timeline(report.timeline());
    report.certificate().ifPresent(html::certificate);
    html.findings(report.findings());
    html.page.append("</body></html>\n");
    return html.page.toString();
  }

  private void head(MigrationView view) {
    String title = escape(view.spec().name());
    page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(title)
        .append(" - Daybreak</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>")
        .append(title)
        .append("</h1><p class=\"quiet\">")
        .append(escape(StatusTable.place(view)))
        .append(", clients are on the ")
        .append(view.state().active().name().toLowerCase(java.util.Locale.ROOT))
        .append("</p>");
  }

  private void summary(Report report) {
    Facts facts = report.view().facts();
    begin("Summary", "What", "Value");
    row("Rows loaded", Units.count(facts.rowsLoaded()));
    row("Bytes loaded", Units.bytes(facts.bytesLoaded()));
    row("Rows validated", Units.count(facts.rowsValidated()));
    row("Changes validated live", Units.count(facts.changesValidated()));
    row("Mismatches", Units.count(facts.mismatches()));
    row("Sequences checked", Units.count(facts.sequencesChecked()));
    row("Write hold of the last cutover", Units.millis(facts.writeHoldMillis()));
    for (Map.Entry<String, String> entry : report.measured().entrySet()) {
      row(entry.getKey(), entry.getValue());
    }
    if (report.view().failure() != null) {
      row("Last failure", Errors.line(report.view().spec().name(), report.view().failure()));
    }
    end();
  }

  private void timeline(List<TimelineEntry> timeline) {
    begin("Timeline", "Phase", "Step", "Began", "Took", "Outcome", "Detail");
    for (TimelineEntry entry : timeline) {
      row(
          entry.phase(),
          entry.step(),
          entry.startedAt().toString(),
          Units.millis(entry.millis()),
          entry.outcome() == null ? "running" : entry.outcome(),
          entry.detail());
    }
    end();
  }

  private void certificate(BatchVerdict verdict) {
    page.append("<h2>Certificate</h2><p class=\"")
        .append(verdict.clean() ? "good" : "bad")
        .append("\">")
        .append(verdict.clean() ? "Both sides are equal" : "The sides differ")
        .append(" at source position ")
        .append(escape(verdict.position().text()))
        .append(": ")
        .append(Units.count(verdict.rowsValidated()))
        .append(" rows in ")
        .append(verdict.tables().size())
        .append(" tables, compared in ")
        .append(Units.millis(verdict.took().toMillis()))
        .append(".</p>");
    begin(
        "Tables",
        "Table",
        "Coverage",
        "Source",
        "Target",
        "Equal",
        "Differ",
        "Missing",
        "Extra",
        "Digest of the target",
        "Note");
    verdict.tables().forEach(this::table);
    end();
    if (!verdict.mismatches().isEmpty()) {
      begin("First mismatches", "Table", "Kind", "Key digest", "Column", "Detail");
      for (Mismatch m : verdict.mismatches()) {
        row(m.table().toString(), m.kind().name(), m.key(), m.column(), m.detail());
      }
      end();
    }
  }

  private void table(TableVerdict table) {
    row(
        table.table().toString(),
        table.coverage().name(),
        Units.count(table.sourceRows()),
        Units.count(table.targetRows()),
        Units.count(table.matched()),
        Units.count(table.differing()),
        Units.count(table.missing()),
        Units.count(table.extra()),
        table.targetDigest(),
        table.note());
  }

  private void findings(List<Finding> findings) {
    begin("Findings", "Severity", "Rule", "Object", "Seen", "Remedy");
    for (Finding f : findings) {
      String change = f.converts() ? ": " + FindingTable.change(f) : "";
      row(f.severity().name(), f.id(), f.object(), f.detail() + change, f.remedy());
    }
    end();
  }

  private void begin(String title, String... columns) {
    page.append("<h2>").append(escape(title)).append("</h2><table><tr>");
    for (String column : columns) {
      page.append("<th>").append(escape(column)).append("</th>");
    }
    page.append("</tr>");
  }

  private void row(String... cells) {
    List<String> escaped = new ArrayList<>();
    for (String cell : cells) {
      escaped.add(escape(cell));
    }
    page.append("<tr><td>").append(String.join("</td><td>", escaped)).append("</td></tr>\n");
  }

  private void end() {
    page.append("</table>");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
