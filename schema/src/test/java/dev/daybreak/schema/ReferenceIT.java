package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.testkit.TestSql;
import org.junit.jupiter.api.Test;

class ReferenceIT {
  private final PostgresSchemaStage stage = new PostgresSchemaStage();

  /** The text of a view does not show which function an implicit cast calls. */
  @Test
  void aViewThatReadsTheSameButCallsAnotherFunctionIsNamed() {
    Trap casts =
        Trap.all().stream().filter(trap -> trap.name().equals("casts")).findFirst().orElseThrow();
    Pairing pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG17, "reference", casts);
    TestSql.run(
        pairing.source(),
        "CREATE FUNCTION casts.other(casts.colour) RETURNS integer LANGUAGE sql IMMUTABLE"
            + " AS 'SELECT 7'");
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(stage.verify(pairing)).isEmpty();

    String cast = "CREATE CAST (casts.colour AS integer) WITH FUNCTION casts.";
    String comment = "COMMENT ON CAST (casts.colour AS integer) IS 'by hand'";
    TestSql.run(
        pairing.target(),
        "DROP CAST (casts.colour AS integer)",
        cast + "other(casts.colour) AS IMPLICIT",
        "CREATE OR REPLACE VIEW casts.summed AS SELECT id + colour AS sum FROM casts.things",
        "DROP CAST (casts.colour AS integer)",
        cast + "number_of(casts.colour) AS IMPLICIT",
        comment);

    assertThat(stage.verify(pairing))
        .extracting(Finding::id, Finding::object)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("SCH-VIEW-REFERENCES", "view casts.summed"));
  }
}
