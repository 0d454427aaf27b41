package dev.daybreak.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.app.Pages;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the documents say about fleet.yaml holds. */
class ConfigurationPageTest {
  private static final String PAGE = "docs/reference/configuration.md";

  @Test
  void everyExampleIsAFleetFile() {
    List<String> examples = new ArrayList<>(Pages.yaml("README.md"));
    examples.addAll(Pages.yaml(PAGE));
    assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
    for (String example : examples) {
      List<MigrationSpec> specs = FleetFile.parse("fleet.yaml", example, Map.of());
      assertThat(specs).as(example).isNotEmpty();
    }
  }

  @Test
  void thePageHasARowForEveryKeyAndForNoOther() {
    Set<String> known = new TreeSet<>(DatabaseSection.KEYS);
    DatabaseSection.BUDGET.forEach(key -> known.add("budget." + key));
    SchemaSection.KEYS.forEach(key -> known.add("schema." + key));
    Set<String> explained =
        Pages.text(PAGE)
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(explained).isEqualTo(known);
  }

  @Test
  void thePageTellsTheDefaults() {
    Gates usual = Gates.DEFAULT;
    Map<String, Object> defaults =
        Map.of(
            "lagMillis", usual.lagMillisMax(),
            "drainMillis", usual.drainMillisMax(),
            "holdMillis", usual.holdMillisMax(),
            "sequenceMarginCalls", usual.sequenceMarginCalls(),
            "cutoverAttempts", usual.cutoverAttempts());
    assertThat(defaults.keySet()).containsExactlyInAnyOrderElementsOf(DatabaseSection.BUDGET);
    defaults.forEach(
        (key, value) ->
            assertThat(Pages.text(PAGE)).contains("| `budget." + key + "` | " + value + " |"));
  }
}
