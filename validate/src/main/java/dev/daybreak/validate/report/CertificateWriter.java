package dev.daybreak.validate.report;

import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.LiveStatus;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.TableVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One migration's certificate, as JSON for programs and as one HTML page, without anything outside
 * it, for people: what was compared, at which position, how each table ended, what differs. Holds
 * names, counts and digests, never row values. Immutable and thread-safe.
 */
public final class CertificateWriter {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
      h1{margin-bottom:.2rem}.good{color:#1a7f37}.bad{color:#d1242f}
      table{border-collapse:collapse;width:100%;margin:1rem 0;font-size:.9em}
      th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8886}
      td.n{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.85em}
      """;

  private final Map<String, String> header;
  private final BatchVerdict batch;
  private final @Nullable LiveStatus live;

  /**
   * A certificate.
   *
   * @param header what stands at its top: migration, source, target, versions, ...
   * @param batch the batch validation
   * @param live the live validation, or null when there was none
   */
  public CertificateWriter(
      Map<String, String> header, BatchVerdict batch, @Nullable LiveStatus live) {
    this.header = new LinkedHashMap<>(header);
    this.batch = batch;
    this.live = live;
  }

  /** Whether nothing speaks against equality. */
  public boolean clean() {
    return batch.clean() && (live == null || live.clean());
  }

  /** The JSON document. */
  public String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("header", header);
    root.put("clean", clean());
    root.put("position", batch.position().text());
    root.put("startedAt", batch.startedAt().toString());
    root.put("tookMillis", batch.took().toMillis());
    root.put("rowsValidated", batch.rowsValidated());
    root.put("rowsMismatched", batch.mismatchCount());
    root.put("tables", batch.tables().stream().map(CertificateWriter::fields).toList());
    root.put("mismatches", batch.mismatches().stream().map(CertificateWriter::fields).toList());
    if (live != null) {
      root.put("live", fields(live));
    }
    return Json.of(root);
  }

  /** The HTML page. */
  public String html() {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")
        .append("<title>Validation certificate</title><style>")
        .append(STYLE)
        .append("</style>")
        .append("<h1>Validation certificate</h1><p class=\"")
        .append(clean() ? "good" : "bad")
        .append("\"><strong>")
        .append(clean() ? "Equal" : "Not equal")
        .append("</strong></p>");
    Map<String, Object> facts = new LinkedHashMap<>(header);
    facts.put("position", batch.position().text());
    facts.put("started", batch.startedAt());
    facts.put("took", batch.took().toMillis() + " ms");
    facts.put("rows equal", batch.rowsValidated());
    facts.put("rows not equal", batch.mismatchCount());
    facts(page, facts);
    page.append("<h2>Tables</h2>");
    table(page, batch.tables().stream().map(CertificateWriter::fields).toList());
    differences(page, "Differences", batch.mismatches());
    if (live != null) {
      page.append("<h2>Live</h2>");
      Map<String, Object> fields = fields(live);
      fields.remove("mismatches");
      facts(page, fields);
      differences(page, "Live differences", live.mismatches());
    }
    return page.append("</html>\n").toString();
  }

  private static void differences(StringBuilder page, String title, List<Mismatch> mismatches) {
    if (!mismatches.isEmpty()) {
      page.append("<h2>").append(title).append("</h2>");
      table(page, mismatches.stream().map(CertificateWriter::fields).toList());
    }
  }

  private static Map<String, Object> fields(TableVerdict t) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("table", t.table());
    fields.put("coverage", t.coverage());
    fields.put("sourceRows", t.sourceRows());
    fields.put("targetRows", t.targetRows());
    fields.put("matched", t.matched());
    fields.put("differing", t.differing());
    fields.put("missing", t.missing());
    fields.put("extra", t.extra());
    fields.put("sourceDigest", t.sourceDigest());
    fields.put("targetDigest", t.targetDigest());
    fields.put("note", t.note());
    return fields;
  }

  private static Map<String, Object> fields(Mismatch m) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("table", m.table());
    fields.put("kind", m.kind());
    fields.put("column", m.column());
    fields.put("detail", m.detail());
    fields.put("key", m.key());
    return fields;
  }

  private static Map<String, Object> fields(LiveStatus s) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("validatedThrough", s.validatedThrough().text());
    fields.put("transactionsValidated", s.transactionsValidated());
    fields.put("changesValidated", s.changesValidated());
    fields.put("mismatchCount", s.mismatchCount());
    fields.put("obligations", s.obligations());
    fields.put("failure", s.failure());
    List<Object> mismatches = new ArrayList<>();
    s.mismatches().forEach(m -> mismatches.add(fields(m)));
    fields.put("mismatches", mismatches);
    return fields;
  }

  private static void facts(StringBuilder page, Map<String, Object> facts) {
    page.append("<table>");
    facts.forEach(
        (name, value) ->
            page.append("<tr><th>")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(value))
                .append("</td></tr>"));
    page.append("</table>");
  }

  private static void table(StringBuilder page, List<Map<String, Object>> rows) {
    page.append("<table>");
    if (!rows.isEmpty()) {
      page.append("<tr>");
      rows.get(0).keySet().forEach(k -> page.append("<th>").append(escaped(k)).append("</th>"));
      page.append("</tr>");
    }
    for (Map<String, Object> row : rows) {
      page.append("<tr>");
      row.values()
          .forEach(
              v ->
                  page.append(v instanceof Number ? "<td class=\"n\">" : "<td>")
                      .append(escaped(v))
                      .append("</td>"));
      page.append("</tr>");
    }
    page.append("</table>");
  }

  private static String escaped(Object value) {
    return value
        .toString()
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
