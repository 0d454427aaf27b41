package dev.daybreak.validate.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.Coverage;
import dev.daybreak.kernel.verdict.LiveStatus;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import dev.daybreak.kernel.verdict.TableVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CertificateWriterTest {
  private static final TableId TABLE = new TableId("s", "<b>\"x\\");

  private static CertificateWriter writer(boolean good) {
    TableVerdict table =
        new TableVerdict(
            TABLE, Coverage.VALIDATED, 2, 2, good ? 2 : 1, good ? 0 : 1, 0, 0, "a", "b", "");
    List<Mismatch> mismatches =
        good
            ? List.of()
            : List.of(new Mismatch(TABLE, MismatchKind.VALUE_MISMATCH, "k", "c", "null"));
    BatchVerdict batch =
        new BatchVerdict(
            new Lsn(16), Instant.EPOCH, Duration.ofMillis(5), List.of(table), mismatches);
    LiveStatus live = new LiveStatus(new Lsn(17), new Lsn(18), 1, 2, 0, List.of(), 0, "", "");
    return new CertificateWriter(Map.of("migration", "m\n1"), batch, live);
  }

  @Test
  void saysEqualOnlyWhenItIs() {
    assertThat(writer(true).html()).contains(">Equal<").doesNotContain("Not equal");
    assertThat(writer(false).html()).contains(">Not equal<").contains("VALUE_MISMATCH");
    assertThat(writer(false).json()).contains("\"clean\":false").contains("\"rowsMismatched\":1");
  }

  @Test
  void oddNamesCannotBreakOut() {
    assertThat(writer(true).html()).doesNotContain("<b>").contains("&lt;b&gt;&quot;");
    assertThat(writer(true).json()).contains("m\\u000a1").contains("s.\\\"<b>\\\"\\\"x\\\\\\\"");
  }
}
