package dev.daybreak.app.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.app.show.Documents;
import dev.daybreak.kernel.sample.SampleCounts;
import dev.daybreak.kernel.sample.SampledStatement;
import dev.daybreak.proxy.sample.SampleFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** A sample for people and for scripts; never with values. Pure. */
final class SampleView {
  private static final int TEXT_MAX = 120;
  private static final String FORMAT = "%12s %10s %10s %8s  %-16s %s";

  private SampleView() {}

  /** A head and a line for each statement. */
  static List<String> lines(List<SampledStatement> statements) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(FORMAT, "COUNT", "MEAN ms", "ROWS MAX", "FAILED", "USER", "STATEMENT"));
    for (SampledStatement one : statements) {
      SampleCounts counts = one.counts();
      String text = SampleFile.shown(one);
      lines.add(
          String.format(
              Locale.ROOT,
              FORMAT,
              counts.executions(),
              String.format(Locale.ROOT, "%.3f", counts.nanosMean() / 1e6),
              counts.rowsMax(),
              counts.failed(),
              one.context().user(),
              text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "..." : text));
    }
    return lines;
  }

  /** {@code {"name", "total", "statements": [...]}}. */
  static ObjectNode document(
      String name, List<SampledStatement> all, List<SampledStatement> shown) {
    ObjectNode root = Documents.object();
    root.put("name", name);
    root.put("total", all.size());
    ArrayNode list = root.putArray("statements");
    shown.forEach(one -> list.add(statement(one)));
    return root;
  }

  private static ObjectNode statement(SampledStatement one) {
    SampleCounts counts = one.counts();
    ObjectNode node = Documents.object();
    node.put("text", SampleFile.shown(one));
    ArrayNode types = node.putArray("types");
    one.types().forEach(type -> types.add(Integer.toUnsignedLong(type)));
    node.put("user", one.context().user());
    node.put("application", one.context().application());
    node.put("searchPath", one.context().searchPath());
    node.put("role", one.context().role());
    node.put("inTransaction", one.context().inTransaction());
    node.put("count", counts.executions());
    node.put("sampled", counts.sampled());
    ObjectNode failures = node.putObject("failures");
    new TreeMap<>(counts.failures()).forEach(failures::put);
    node.put("rowsMax", counts.rowsMax());
    node.put("meanMillis", counts.nanosMean() / 1e6);
    node.put("firstSeen", counts.firstSeen().toString());
    node.put("lastSeen", counts.lastSeen().toString());
    node.put("executionsKept", one.executions().size());
    return node;
  }
}
