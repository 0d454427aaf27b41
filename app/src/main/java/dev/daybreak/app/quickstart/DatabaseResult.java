package dev.daybreak.app.quickstart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.app.run.Arrival;
import dev.daybreak.app.show.Documents;
import dev.daybreak.app.show.ReportFiles;
import dev.daybreak.app.show.Units;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.TimelineEntry;
import dev.daybreak.demo.ledger.LedgerVerdict;
import dev.daybreak.demo.traffic.DatabaseStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the quickstart has measured and proven about one database.
 *
 * @param view where it ended
 * @param timeline its steps
 * @param stats what its clients saw
 * @param readStallMillisMax the longest read around the cutover
 * @param target the ledger against the target
 * @param source the ledger against the old source, which the reverse stream has kept up to date
 * @param files its report
 */
record DatabaseResult(
    MigrationView view,
    List<TimelineEntry> timeline,
    DatabaseStats stats,
    double readStallMillisMax,
    LedgerVerdict target,
    LedgerVerdict source,
    ReportFiles files) {
  private static final long HOLD_MILLIS_MAX = 1_000;

  DatabaseResult {
    timeline = List.copyOf(timeline);
  }

  String name() {
    return view.spec().name();
  }

  long mismatches() {
    return Math.max(view.facts().mismatches(), view.reading().mismatches());
  }

  long changesValidated() {
    return view.facts().changesValidated() + view.reading().changesValidated();
  }

  /** Everything that is not as it must be; empty is good. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    expect(problems, Arrival.onTarget(view), "the reverse stream is not on");
    expect(
        problems,
        stats.failedStatements() == 0,
        stats.failedStatements() + " failed statements" + " " + stats.failures());
    expect(problems, target.acknowledgedWrites() > 0, "no write was acknowledged");
    expect(problems, target.clean(), "on the target: " + text(target));
    expect(problems, source.clean(), "on the old source: " + text(source));
    expect(problems, mismatches() == 0, mismatches() + " mismatches");
    expect(problems, view.facts().rowsValidated() > 0, "no rows were validated");
    expect(problems, view.facts().sequencesChecked() > 0, "no sequences were checked");
    expect(
        problems,
        view.facts().writeHoldMillis() < HOLD_MILLIS_MAX,
        "writes were held for " + Units.millis(view.facts().writeHoldMillis()));
    return problems;
  }

  private static void expect(List<String> problems, boolean holds, String otherwise) {
    if (!holds) {
      problems.add(otherwise);
    }
  }

  private static String text(LedgerVerdict verdict) {
    return verdict.lostWrites()
        + " lost, "
        + verdict.duplicatedWrites()
        + " duplicated, "
        + verdict.violations()
        + " violations "
        + verdict.details();
  }

  /** The figures for a report. */
  static Map<String, String> measured(
      DatabaseStats stats, double readStallMillisMax, LedgerVerdict target, LedgerVerdict source) {
    Map<String, String> measured = new LinkedHashMap<>();
    measured.put("Transactions of the clients", Units.count(stats.transactions()));
    measured.put("Failed statements", Units.count(stats.failedStatements()));
    measured.put("Longest read around the cutover", Units.millis(Math.round(readStallMillisMax)));
    measured.put("Acknowledged writes", Units.count(target.acknowledgedWrites()));
    measured.put("Lost writes", Units.count(target.lostWrites()));
    measured.put("Duplicated writes", Units.count(target.duplicatedWrites()));
    measured.put("Other violations", Units.count(target.violations()));
    measured.put("Lost on the old source (reverse stream)", Units.count(source.lostWrites()));
    return measured;
  }

  /** The figures as the quickstart's JSON has them. */
  ObjectNode document() {
    ObjectNode node = Documents.object();
    node.put("name", name());
    node.put("phase", view.state().phase().name());
    node.put("ok", problems().isEmpty());
    problems().forEach(node.putArray("problems")::add);
    node.put("writeHoldMillis", view.facts().writeHoldMillis());
    node.put("readStallMillisMax", Math.round(readStallMillisMax));
    node.put("failedStatements", stats.failedStatements());
    node.put("transactions", stats.transactions());
    node.put("acknowledgedWrites", target.acknowledgedWrites());
    node.put("lostWrites", target.lostWrites());
    node.put("duplicatedWrites", target.duplicatedWrites());
    node.put("violations", target.violations());
    node.put("lostOnOldSource", source.lostWrites());
    node.put("rowsLoaded", view.facts().rowsLoaded());
    node.put("rowsValidated", view.facts().rowsValidated());
    node.put("changesValidated", changesValidated());
    node.put("mismatches", mismatches());
    node.put("sequencesChecked", view.facts().sequencesChecked());
    node.put("html", files.html().toString());
    node.put("json", files.json().toString());
    ArrayNode steps = node.putArray("timeline");
    for (TimelineEntry entry : timeline) {
      ObjectNode step = steps.addObject();
      step.put("step", entry.step());
      step.put("phase", entry.phase());
      step.put("startedAt", entry.startedAt().toString());
      step.put("millis", entry.millis());
      step.put("outcome", entry.outcome() == null ? "running" : entry.outcome());
    }
    return node;
  }
}
