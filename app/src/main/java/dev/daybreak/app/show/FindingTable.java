package dev.daybreak.app.show;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings for people, most severe first. What a rule says in the same words about many objects
 * stands there once: a schema of a thousand tables is read too. Pure.
 */
public final class FindingTable {
  private static final String INDENT = " ".repeat(9);

  /** From so many on, findings that differ in nothing but their object are told together. */
  private static final int MANY = 4;

  /** Of those that stop nothing so many objects are named; of blockers all. */
  private static final int NAMED = 3;

  private FindingTable() {}

  /** What findings have in common when they are told together. */
  private record Common(Severity severity, String id, String detail, String remedy) {
    static Common of(Finding finding) {
      return new Common(finding.severity(), finding.id(), finding.detail(), finding.remedy());
    }
  }

  /** What is found, what is converted and what mends it; then a summary. */
  public static List<String> render(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (List<Finding> alike : alike(findings)) {
      if (alike.size() < MANY) {
        alike.forEach(finding -> tell(finding, lines));
      } else {
        tellTogether(alike, lines);
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

  private static Collection<List<Finding>> alike(List<Finding> findings) {
    Map<Common, List<Finding>> groups = new LinkedHashMap<>();
    for (Finding finding : findings.stream().sorted().toList()) {
      groups.computeIfAbsent(Common.of(finding), common -> new ArrayList<>()).add(finding);
    }
    return groups.values();
  }

  private static void tell(Finding finding, List<String> lines) {
    lines.add(head(finding, finding.object()));
    if (finding.converts()) {
      lines.add(INDENT + change(finding));
    }
    remedy(finding, lines);
  }

  private static void tellTogether(List<Finding> alike, List<String> lines) {
    Finding first = alike.get(0);
    lines.add(head(first, alike.size() + " objects"));
    int named = first.severity() == Severity.BLOCKER ? alike.size() : NAMED;
    for (Finding finding : alike.subList(0, named)) {
      String change = finding.converts() ? ": " + change(finding) : "";
      lines.add(INDENT + oneLine(finding.object()) + change);
    }
    if (named < alike.size()) {
      lines.add(INDENT + "and " + (alike.size() - named) + " more; --json names all");
    }
    remedy(first, lines);
  }

  private static String head(Finding finding, String objects) {
    return oneLine(
        String.format(
            "%-8s %-24s %s: %s", finding.severity(), finding.id(), objects, finding.detail()));
  }

  /** Names may hold line feeds. */
  private static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }

  private static void remedy(Finding finding, List<String> lines) {
    if (!finding.remedy().isEmpty()) {
      lines.add(INDENT + "-> " + finding.remedy());
    }
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
