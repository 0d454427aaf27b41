package dev.daybreak.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.Facts;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.Ownership;
import dev.daybreak.control.Reading;
import dev.daybreak.cutover.State;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.Coverage;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import dev.daybreak.kernel.verdict.TableVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final TableId TABLE = new TableId("s", "<b>\"x\\");

  @Test
  void saysEqualOnlyWhenItIs() {
    assertThat(HtmlReport.render(report(true)))
        .contains("Both sides are equal")
        .doesNotContain("The sides differ");
    assertThat(HtmlReport.render(report(false)))
        .contains("The sides differ", "VALUE_MISMATCH")
        .doesNotContain("Both sides are equal");
    assertThat(report(false).document().at("/certificate/clean").asBoolean(true)).isFalse();
    assertThat(report(false).document().at("/certificate/mismatches").asLong()).isEqualTo(1);
  }

  @Test
  void oddNamesCannotBreakOut() {
    assertThat(HtmlReport.render(report(true))).doesNotContain("<b>").contains("&lt;b&gt;&quot;");
  }

  private static Report report(boolean equal) {
    TableVerdict table =
        new TableVerdict(
            TABLE, Coverage.VALIDATED, 2, 2, equal ? 2 : 1, equal ? 0 : 1, 0, 0, "a", "b", "");
    List<Mismatch> mismatches =
        equal
            ? List.of()
            : List.of(new Mismatch(TABLE, MismatchKind.VALUE_MISMATCH, "k", "c", "null"));
    BatchVerdict verdict =
        new BatchVerdict(
            new Lsn(16), Instant.EPOCH, Duration.ofMillis(5), List.of(table), mismatches);
    return new Report(view(), List.of(), List.of(), Optional.of(verdict), Map.of());
  }

  private static MigrationView view() {
    EndpointSpec end = new EndpointSpec("h", 5432, "d", "u", "", Map.of());
    MigrationSpec spec =
        new MigrationSpec(
            "shop", end, end, "h", 1, Ownership.NONE, Gates.DEFAULT, false, SchemaChoices.NONE);
    return new MigrationView(
        spec, State.INITIAL, 1, null, Reading.none(Instant.EPOCH), Facts.NONE, Instant.EPOCH);
  }
}
