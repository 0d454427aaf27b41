package dev.daybreak.schema.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.schema.model.CatalogModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the page about conversions against the rules; {@code -Ddaybreak.pages=write} writes it. */
class ConversionsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/conversions.md");
  private static final String ROW = "| `SCH-";

  @Test
  void thePageListsEveryRule() throws IOException {
    List<String> page = Files.readAllLines(PAGE);
    if ("write".equals(System.getProperty("daybreak.pages"))) {
      int first = page.indexOf("|---|---|---|---|") + 1;
      List<String> written =
          new ArrayList<>(page.stream().filter(l -> !l.startsWith(ROW)).toList());
      written.addAll(first, rows());
      Files.write(PAGE, written);
      page = written;
    }
    assertThat(page.stream().filter(line -> line.startsWith(ROW)).toList())
        .as("the rows of %s", PAGE)
        .containsExactlyElementsOf(rows());
  }

  @Test
  void everyRuleHasAnIdOfItsOwn() {
    assertThat(rules()).extracting(Rule::id).doesNotHaveDuplicates();
  }

  private static List<String> rows() {
    return rules().stream()
        .sorted(Comparator.comparing(Rule::id))
        .map(
            rule ->
                "| `"
                    + rule.id()
                    + "` | "
                    + rule.treatment().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                    + " | "
                    + rule.what()
                    + " | "
                    + rule.why()
                    + " |")
        .toList();
  }

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>(Rules.ALL);
    CatalogModel nothing = new CatalogModel(new ServerVersion(150000), List.of(), Map.of());
    rules.addAll(ChoiceRules.of(SchemaChoices.NONE, nothing).rules());
    rules.addAll(RightsRules.ALL);
    rules.addAll(ManagedRules.ALL);
    rules.add(new TypeNames(Map.of("a", "b")).rule());
    return rules;
  }
}
