package dev.daybreak.schema.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.ServerVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the page about objects against what is reported; a property writes it, as elsewhere. */
class ObjectsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/objects.md");
  private static final String ROW = "| `SCH-";

  /** What, severity, and the first text that ends a sentence: the remedy. */
  private static final Pattern REPORTED =
      Pattern.compile(
          "SELECT '([^']+)'(?: AS what)?, '([A-Z]+)'(?: AS severity)?,.*?'([A-Z](?:[^']|'')+\\.)'",
          Pattern.DOTALL);

  @Test
  void thePageListsEverythingThatIsReported() throws IOException {
    List<String> page = Files.readAllLines(PAGE);
    if ("write".equals(System.getProperty("daybreak.pages"))) {
      List<String> written =
          new ArrayList<>(page.stream().filter(line -> !line.startsWith(ROW)).toList());
      written.addAll(written.indexOf("|---|---|---|") + 1, rows());
      Files.write(PAGE, written);
      page = written;
    }
    assertThat(rows()).hasSizeGreaterThan(15);
    assertThat(page.stream().filter(line -> line.startsWith(ROW)).toList())
        .as("the rows of %s", PAGE)
        .containsExactlyElementsOf(rows());
  }

  private static List<String> rows() {
    TreeSet<String> rows = new TreeSet<>();
    rows.add("| `SCH-UNKNOWN-OBJECT` | BLOCKER | " + Coverage.REMEDY + " |");
    rows.add("| `SCH-COMMENT` | WARNING | " + CatalogReader.COMMENT_REMEDY + " |");
    for (int major = 12; major <= 18; major++) {
      String sql = SqlTemplate.load("unknown.sql", new ServerVersion(major * 10_000));
      Matcher found = REPORTED.matcher(sql);
      while (found.find()) {
        String id = CatalogReader.findingId(found.group(1));
        String remedy = found.group(3).replace("''", "'");
        rows.add("| `" + id + "` | " + found.group(2) + " | " + remedy + " |");
      }
    }
    return List.copyOf(rows);
  }
}
