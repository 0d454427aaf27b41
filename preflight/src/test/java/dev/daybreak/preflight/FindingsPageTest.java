package dev.daybreak.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The reference page of findings lists exactly the rules there are. */
class FindingsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/findings.md");

  @Test
  void thePageListsEveryRule() throws IOException {
    List<String> listed =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `PRE-")).toList();
    assertThat(listed).as("the rows of %s", PAGE).containsExactlyElementsOf(rows());
  }

  private static List<String> rows() {
    List<Rule> rules = new ArrayList<>(RuleBook.rules(PreflightOptions.DEFAULT));
    rules.add(new VersionRule());
    Map<String, String> titles = new TreeMap<>();
    rules.forEach(rule -> titles.put(rule.id(), rule.title()));
    titles.put(PostgresPreflight.RULE_FAILED, "a rule could not be run; its question is open");
    List<String> rows = new ArrayList<>();
    titles.forEach((id, title) -> rows.add("| `" + id + "` | " + title + " |"));
    return rows;
  }
}
