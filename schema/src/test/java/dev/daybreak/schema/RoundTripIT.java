package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.testkit.TestSql;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTripIT {
  private final PostgresSchemaStage stage = new PostgresSchemaStage();

  @ParameterizedTest
  @CsvSource({"PG14, PG17", "PG15, PG18", "PG18, PG18"})
  void everythingOfTheCorpusArrivesAndVerifiesWithoutDifference(
      ServerRelease source, ServerRelease target) {
    Pairing pairing = Corpus.pairing(source, target, "round" + source.major());
    assertThat(stage.plan(pairing).findings())
        .noneMatch(finding -> finding.severity() == Severity.BLOCKER);

    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);

    List<Finding> differences = stage.verify(pairing);
    assertThat(differences).isEmpty();
    assertThat(
            TestSql.value(
                pairing.target(),
                "SELECT count(*) FROM pg_index"
                    + " WHERE NOT indisvalid AND indexrelid <> 'sales.incomplete'::regclass"))
        .isEqualTo("0");
    rerunChangesNothing(pairing);
  }

  private void rerunChangesNothing(Pairing pairing) {
    String journal = "SELECT count(*), max(applied_at) FROM daybreak.schema_object";
    List<String> before = TestSql.rows(pairing.target(), journal);
    String fingerprint = stage.fingerprint(pairing.target());
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(TestSql.rows(pairing.target(), journal)).isEqualTo(before);
    assertThat(stage.fingerprint(pairing.target())).isEqualTo(fingerprint);
  }
}
