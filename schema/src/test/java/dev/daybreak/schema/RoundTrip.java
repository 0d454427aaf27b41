package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.testkit.TestSql;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes a source's schema to an empty target and asserts on each step. */
record RoundTrip(Pairing pairing, String roles) {
  private static final PostgresSchemaStage STAGE = new PostgresSchemaStage();

  /** Nothing stops the migration but what the traps announce, and all of that is named. */
  void plansWhatIsExpected(List<Trap> traps) {
    Set<String> expected =
        traps.stream()
            .flatMap(trap -> trap.expected(roles).stream())
            .collect(Collectors.toUnmodifiableSet());
    List<Finding> findings = STAGE.plan(pairing).findings();
    assertThat(findings)
        .noneMatch(
            finding ->
                finding.severity() == Severity.BLOCKER && !expected.contains(named(finding)));
    assertThat(findings.stream().map(RoundTrip::named)).containsAll(expected);
  }

  private static String named(Finding finding) {
    return finding.id() + " " + finding.object();
  }

  /** Applies both halves and reads the target back. */
  void arrivesWithoutDifference() {
    apply();
    assertThat(STAGE.verify(pairing)).isEmpty();
  }

  private void apply() {
    STAGE.applyBeforeLoad(pairing, Progress.NONE);
    STAGE.applyAfterLoad(pairing, Progress.NONE);
  }

  /** A second run finds everything done. */
  void rerunChangesNothing() {
    String journal = "SELECT count(*), max(applied_at) FROM daybreak.schema_object";
    List<String> before = TestSql.rows(pairing.target(), journal);
    String fingerprint = STAGE.fingerprint(pairing.target());
    apply();
    assertThat(TestSql.rows(pairing.target(), journal)).isEqualTo(before);
    assertThat(STAGE.fingerprint(pairing.target())).isEqualTo(fingerprint);
  }
}
