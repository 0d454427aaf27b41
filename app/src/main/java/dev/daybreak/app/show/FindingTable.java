package dev.daybreak.app.show;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Findings for people, most severe first. Pure. */
public final class FindingTable {
  private FindingTable() {}

  /** What is found, what is converted and what mends it, a line each; then a summary. */
  public static List<String> render(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings.stream().sorted().toList()) {
      lines.add(
          String.format(
              "%-8s %-24s %s: %s",
              finding.severity(), finding.id(), finding.object(), finding.detail()));
      if (finding.converts()) {
        lines.add(" ".repeat(9) + change(finding));
      }
      if (!finding.remedy().isEmpty()) {
        lines.add(" ".repeat(9) + "-> " + finding.remedy());
      }
    }
    lines.add(
        count(findings, Severity.BLOCKER)
            + " blockers, "
            + count(findings, Severity.WARNING)
            + " warnings, "
            + count(findings, Severity.INFO)
            + " notes");
    return lines;
  }

  /** What a conversion makes of what, on one line. */
  static String change(Finding finding) {
    String text = "«" + finding.before() + "» becomes «" + finding.after() + "»";
    return text.replaceAll("\\s+", " ");
  }

  /** Whether the migration must not go on. */
  public static boolean blocked(List<Finding> findings) {
    return count(findings, Severity.BLOCKER) > 0;
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }
}
