package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.kernel.stage.SchemaChoices.Acceptance;
import dev.daybreak.kernel.stage.SchemaChoices.ColumnType;
import dev.daybreak.kernel.stage.SchemaChoices.Replacement;
import dev.daybreak.kernel.stage.SchemaStage;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What people decide about single objects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChoicesIT {
  private Pairing pairing;

  @BeforeAll
  void aSource() {
    pairing =
        new Pairing(
            new MigrationId("choices"),
            TestServers.database(ServerRelease.PG15, "choices source"),
            TestServers.database(ServerRelease.PG17, "choices target"));
    TestSql.run(
        pairing.source(),
        "CREATE TABLE public.t (id integer PRIMARY KEY, code varchar(3) DEFAULT 'a', n integer)",
        "CREATE VIEW public.low AS SELECT id FROM public.t WHERE id < 10",
        "CREATE VIEW public.lower AS SELECT id FROM public.low WHERE id < 5",
        "CREATE FUNCTION public.f(i integer) RETURNS integer LANGUAGE sql AS 'SELECT i'",
        "CREATE INDEX slow ON public.t (n)");
  }

  @Test
  void everyDecisionIsCarriedOutSaidAndVerified() {
    SchemaStage stage =
        stage(
            new SchemaChoices(
                "",
                List.of("view public.low", "index public.slow"),
                List.of(new ColumnType("column public.t.n", "int8")),
                List.of(
                    new Replacement("view public.lower", "SELECT id FROM public.t WHERE id < 4"),
                    new Replacement(
                        "function public.f(integer)",
                        "CREATE FUNCTION public.f(i integer) RETURNS integer LANGUAGE sql"
                            + " STABLE AS 'SELECT i + 1'")),
                List.of(
                    new Acceptance("SCH-TABLE-COMMENT", "table public.t", "the target's own"))));

    List<Finding> findings = stage.plan(pairing).findings();
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);

    assertThat(findings).noneMatch(finding -> finding.severity() == Severity.BLOCKER);
    assertConverted(findings, "SCH-CHOICE-SKIP", "view public.low", "present", "left out");
    assertConverted(findings, "SCH-CHOICE-SKIP", "index public.slow", "present", "left out");
    assertConverted(
        findings, "SCH-CHOICE-TYPE", "column public.t.n", "type integer", "type bigint");
    assertThat(stage.verify(pairing)).isEmpty();
    assertThat(TestSql.rows(pairing.target(), "SELECT public.f(1), to_regclass('public.low')"))
        .containsExactly("2|∅");
    TestSql.run(pairing.target(), "COMMENT ON TABLE public.t IS 'moved'");
    assertThat(stage.verify(pairing))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.INFO);
              assertThat(finding.detail()).contains("moved", "accepted: the target's own");
            });
    TestSql.run(
        pairing.target(),
        "COMMENT ON TABLE public.t IS NULL",
        "CREATE OR REPLACE VIEW public.lower AS SELECT id FROM public.t WHERE id < 3");
    assertThat(stage.verify(pairing))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.BLOCKER));
  }

  private static void assertConverted(
      List<Finding> findings, String id, String object, String before, String after) {
    assertThat(findings)
        .anyMatch(
            f ->
                f.id().equals(id)
                    && f.object().equals(object)
                    && f.before().equals(before)
                    && f.after().equals(after)
                    && f.severity() == Severity.INFO);
  }

  @Test
  void whatNeedsASkippedObjectStopsTheMigration() {
    assertThat(stage(skip("view public.low")).plan(pairing).findings())
        .anyMatch(
            finding ->
                finding.id().equals("SCH-SKIP-DEPENDENT")
                    && finding.severity() == Severity.BLOCKER
                    && finding.object().equals("view public.lower")
                    && finding.detail().contains("view public.low"));
  }

  @Test
  void decisionsAboutNothingAndImpossibleOnesAreErrors() {
    assertRefused(skip("view public.none"), ErrorCode.UNKNOWN_OBJECT, "view public.none");
    assertRefused(skip("table public.t"), ErrorCode.BAD_CONFIGURATION, "table public.t");
    assertRefused(
        skip("constraint public.t.t_pkey"), ErrorCode.BAD_CONFIGURATION, "public.t.t_pkey");
    assertRefused(
        new SchemaChoices(
            "",
            List.of(),
            List.of(),
            List.of(new Replacement("index public.slow", "CREATE INDEX ...")),
            List.of()),
        ErrorCode.BAD_CONFIGURATION,
        "index public.slow");
    assertRefused(
        new SchemaChoices("oracle", List.of(), List.of(), List.of(), List.of()),
        ErrorCode.BAD_CONFIGURATION,
        "oracle");
  }

  private void assertRefused(SchemaChoices choices, ErrorCode code, String object) {
    assertThatThrownBy(() -> stage(choices).plan(pairing))
        .isInstanceOfSatisfying(MigrationException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(object);
  }

  private static SchemaChoices skip(String object) {
    return new SchemaChoices("", List.of(object), List.of(), List.of(), List.of());
  }

  private static SchemaStage stage(SchemaChoices choices) {
    return new PostgresSchemaStage().with(choices);
  }
}
