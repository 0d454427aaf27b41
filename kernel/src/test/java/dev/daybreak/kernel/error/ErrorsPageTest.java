package dev.daybreak.kernel.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference page of errors explains exactly the codes there are. */
class ErrorsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/errors.md");

  @Test
  void thePageExplainsEveryCode() throws IOException {
    List<String> explained =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| DAY-"))
            .map(line -> line.substring(0, line.lastIndexOf("| ", line.length() - 3) + 2))
            .toList();
    assertThat(explained)
        .as("the rows of %s, in the order of ErrorCode; explain a new code there", PAGE)
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorsPageTest::row).toList());
  }

  @Test
  void everyExplanationSaysSomething() throws IOException {
    assertThat(Files.readAllLines(PAGE))
        .filteredOn(line -> line.startsWith("| DAY-"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.split("\\|")[5].strip()).hasSizeGreaterThan(20));
  }

  @Test
  void noTwoCodesShareANumber() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::id)).doesNotHaveDuplicates();
  }

  private static String row(ErrorCode code) {
    return "| %s | %s | %d | %s | "
        .formatted(code.id(), code, code.group().exitCode(), code.retrySafe() ? "yes" : "no");
  }
}
