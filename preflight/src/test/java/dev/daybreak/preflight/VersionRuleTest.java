package dev.daybreak.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRuleTest {
  @ParameterizedTest
  @CsvSource({"140022, 150017", "140022, 180006", "150000, 150000", "180001, 180006"})
  void supportedPairsPass(int source, int target) {
    assertThat(judge(source, target)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "130022, 170009, source server",
    "120022, 170009, source server",
    "190000, 190001, source server",
    "140022, 140023, target server",
    "180006, 170009, target server"
  })
  void everyOtherPairBlocks(int source, int target, String object) {
    assertThat(judge(source, target))
        .isNotEmpty()
        .allMatch(finding -> finding.severity() == Severity.BLOCKER)
        .anyMatch(finding -> finding.object().equals(object));
  }

  @Test
  void anOldSourceIsToldWhy() {
    assertThat(judge(130022, 170009))
        .singleElement()
        .extracting(Finding::detail)
        .asString()
        .contains("13.22", "no logical messages");
  }

  private static List<Finding> judge(int source, int target) {
    List<Finding> findings = new ArrayList<>();
    VersionRule.judge(new ServerVersion(source), new ServerVersion(target), findings);
    return findings;
  }
}
