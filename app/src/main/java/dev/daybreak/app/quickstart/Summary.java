package dev.daybreak.app.quickstart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.app.show.Documents;
import dev.daybreak.app.show.Units;
import dev.daybreak.control.TimelineEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the quickstart says at its end.
 *
 * @param plan what was asked
 * @param took how long all of it took
 * @param databases one each
 */
public record Summary(QuickstartPlan plan, Duration took, List<DatabaseResult> databases) {
  public Summary {
    databases = List.copyOf(databases);
  }

  /** Whether everything is as it must be. */
  public boolean good() {
    return !databases.isEmpty() && databases.stream().allMatch(d -> d.problems().isEmpty());
  }

  /** The JSON document; its names stay. */
  public ObjectNode document() {
    ObjectNode root = Documents.object();
    root.put("ok", good());
    root.put("seed", plan.seed());
    root.put("rows", plan.rows());
    root.put("tps", plan.tps());
    root.put("millis", took.toMillis());
    ArrayNode list = root.putArray("databases");
    databases.forEach(database -> list.add(database.document()));
    return root;
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (DatabaseResult database : databases) {
      lines.add("");
      lines.addAll(lines(database));
    }
    lines.add("");
    lines.add(
        (good() ? "All good" : "NOT GOOD")
            + " after "
            + Units.seconds(took.toSeconds())
            + "; seed "
            + plan.seed());
    return lines;
  }

  private static List<String> lines(DatabaseResult database) {
    List<String> lines = new ArrayList<>();
    lines.add(database.name() + ": " + database.view().state().phase());
    for (TimelineEntry entry : database.timeline()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-10s %-16s %10s  %s",
              entry.phase(),
              entry.step(),
              entry.outcome() == null ? "running" : Units.millis(entry.millis()),
              "done".equals(entry.outcome()) ? "" : entry.detail()));
    }
    lines.add(
        "  write hold             " + Units.millis(database.view().facts().writeHoldMillis()));
    lines.add("  longest read meanwhile " + Math.round(database.readStallMillisMax()) + "ms");
    lines.add(
        "  transactions           "
            + Units.count(database.stats().transactions())
            + ", failed"
            + " statements "
            + database.stats().failedStatements());
    lines.add(
        "  acknowledged writes    "
            + Units.count(database.target().acknowledgedWrites())
            + ", lost "
            + database.target().lostWrites()
            + ", duplicated "
            + database.target().duplicatedWrites()
            + "; on the old source lost "
            + database.source().lostWrites());
    lines.add(
        "  validated              "
            + Units.count(database.view().facts().rowsValidated())
            + " rows, "
            + Units.count(database.changesValidated())
            + " changes, mismatches "
            + database.mismatches());
    lines.add("  sequences checked      " + database.view().facts().sequencesChecked());
    lines.add("  report                 " + database.files().html());
    lines.add("                         " + database.files().json());
    database.problems().forEach(problem -> lines.add("  PROBLEM: " + problem));
    return lines;
  }
}
