package dev.daybreak.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingTableTest {
  @Test
  void whatIsSaidOfManyObjectsStandsThereOnce() {
    List<String> lines = FindingTable.render(about(Severity.WARNING, 500));

    assertThat(lines)
        .hasSize(7)
        .startsWith("WARNING  SCH-ODD                  500 objects: is odd")
        .contains("         table t1: «odd» becomes «even 1»", "         -> Mend it.")
        .contains("         and 497 more; --json names all", "0 blockers, 500 warnings, 0 notes");
  }

  @Test
  void ofBlockersEveryObjectIsNamed() {
    assertThat(FindingTable.render(about(Severity.BLOCKER, 12)))
        .contains("BLOCKER  SCH-ODD                  12 objects: is odd")
        .anyMatch(line -> line.startsWith("         table t12: "))
        .noneMatch(line -> line.contains("--json"));
  }

  @Test
  void aFewAreToldOneByOneMostSevereFirst() {
    List<Finding> findings =
        List.of(
            new Finding("SCH-B", Severity.WARNING, "table b", "is odd", ""),
            new Finding("SCH-A", Severity.BLOCKER, "table \"a\nb\"", "is odd", "Mend it."));

    assertThat(FindingTable.render(findings))
        .containsExactly(
            "BLOCKER  SCH-A                    table \"a\\nb\": is odd",
            "         -> Mend it.",
            "WARNING  SCH-B                    table b: is odd",
            "1 blockers, 1 warnings, 0 notes");
  }

  private static List<Finding> about(Severity severity, int objects) {
    return IntStream.rangeClosed(1, objects)
        .mapToObj(
            i ->
                new Finding("SCH-ODD", severity, "table t" + i, "is odd", "Mend it.")
                    .converting("odd", "even " + i))
        .toList();
  }
}
