package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.SchemaStage.SequencePoint;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceIT {
  private final PostgresSchemaStage stage = new PostgresSchemaStage();

  @Test
  void everyKindOfSequenceGoesPastItsTwinByTheMargin() {
    Pairing pairing = pairing(ServerRelease.PG14, ServerRelease.PG17);
    TestSql.run(
        pairing.source(),
        "CREATE TABLE public.ids (a bigint GENERATED ALWAYS AS IDENTITY, b smallserial)",
        "INSERT INTO public.ids (b) SELECT 5 FROM generate_series(1, 40)",
        "CREATE SEQUENCE public.\"un owned\" INCREMENT BY 3 CACHE 10",
        "SELECT nextval('public.\"un owned\"')",
        "CREATE SEQUENCE public.down INCREMENT BY -2 MINVALUE -100 MAXVALUE 50 START WITH 50",
        "SELECT nextval('public.down')",
        "CREATE SEQUENCE public.around MINVALUE 1 MAXVALUE 10 CYCLE",
        "SELECT setval('public.around', 8)",
        "CREATE SEQUENCE public.small MAXVALUE 20",
        "SELECT setval('public.small', 15)",
        "CREATE SEQUENCE public.spent MAXVALUE 5",
        "SELECT setval('public.spent', 5)",
        "CREATE SEQUENCE public.untouched START WITH 7",
        "CREATE SEQUENCE public.placed",
        "SELECT setval('public.placed', 33, false)",
        "CREATE SEQUENCE public.huge",
        "SELECT setval('public.huge', 9223372036854775800)");
    stage.applyBeforeLoad(pairing, Progress.NONE);

    List<SequencePoint> points = stage.syncSequences(pairing, 10);

    assertThat(points).hasSize(10);
    assertThat(points).contains(new SequencePoint("public.ids_a_seq", 40, 50));
    assertThat(place(pairing, "ids_a_seq")).isEqualTo("50|t");
    assertThat(place(pairing, "ids_b_seq")).isEqualTo("11|f");
    assertThat(place(pairing, "\"un owned\"")).isEqualTo("328|t");
    assertThat(place(pairing, "down")).isEqualTo("30|t");
    assertThat(place(pairing, "around")).isEqualTo("8|t");
    assertThat(place(pairing, "small")).isEqualTo("20|f");
    assertThat(place(pairing, "spent")).isEqualTo("5|t");
    assertThat(place(pairing, "untouched")).isEqualTo("17|f");
    assertThat(place(pairing, "placed")).isEqualTo("43|f");
    assertThat(place(pairing, "huge")).isEqualTo("9223372036854775807|f");
  }

  /** An extension's tables are copied; what it numbers their rows by goes along. */
  @Test
  void theSequencesOfExtensionsGoAlongWhereTheTargetHasThem() {
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG17);
    String owned = "ALTER EXTENSION plpgsql ADD SEQUENCE public.";
    TestSql.run(
        pairing.source(),
        "CREATE SEQUENCE public.jobs",
        "SELECT setval('public.jobs', 12)",
        owned + "jobs",
        "CREATE SEQUENCE public.only_here",
        owned + "only_here",
        "CREATE TABLE public.kept (a integer)",
        "ALTER EXTENSION plpgsql ADD TABLE public.kept");
    TestSql.run(pairing.target(), "CREATE SEQUENCE public.jobs", owned + "jobs");

    assertThat(stage.syncSequences(pairing, 5))
        .containsExactly(new SequencePoint("public.jobs", 12, 17));
    assertThat(place(pairing, "jobs")).isEqualTo("17|t");
  }

  @Test
  void aCyclingSequenceGoesRoundItsBoundsInEitherDirection() {
    Pairing pairing = pairing(ServerRelease.PG14, ServerRelease.PG17);
    TestSql.run(
        pairing.source(),
        "CREATE SEQUENCE public.up MINVALUE 1 MAXVALUE 100 CYCLE",
        "SELECT setval('public.up', 98)",
        "CREATE SEQUENCE public.down INCREMENT BY -7 MINVALUE -100 MAXVALUE -1 CYCLE",
        "SELECT setval('public.down', -99)");
    stage.applyBeforeLoad(pairing, Progress.NONE);

    stage.syncSequences(pairing, 5);

    TestSql.run(
        pairing.source(),
        "SELECT nextval('public.up'), nextval('public.down') FROM generate_series(1, 5)");
    assertThat(place(pairing, "up")).isEqualTo("3|t");
    assertThat(place(pairing, "down"))
        .isEqualTo(TestSql.value(pairing.source(), "SELECT last_value || '|t' FROM public.down"));
  }

  @Test
  void aTargetThatIsFurtherOnIsNotMovedBack() {
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG18);
    TestSql.run(
        pairing.source(),
        "CREATE SEQUENCE public.up",
        "SELECT setval('public.up', 100)",
        "CREATE SEQUENCE public.down INCREMENT BY -1",
        "SELECT setval('public.down', -100)");
    stage.applyBeforeLoad(pairing, Progress.NONE);
    TestSql.run(
        pairing.target(), "SELECT setval('public.up', 500), setval('public.down', -500, false)");

    stage.syncSequences(pairing, 0);

    assertThat(place(pairing, "up")).isEqualTo("500|t");
    assertThat(place(pairing, "down")).isEqualTo("-500|f");
  }

  @Test
  void namesTheSequenceWhoseTargetHasNoRoomLeft() {
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG18);
    TestSql.run(
        pairing.source(),
        "CREATE SEQUENCE public.\"Größe\"",
        "SELECT setval('public.\"Größe\"', 100)");
    stage.applyBeforeLoad(pairing, Progress.NONE);
    TestSql.run(pairing.target(), "ALTER SEQUENCE public.\"Größe\" MAXVALUE 90");

    assertThatThrownBy(() -> stage.syncSequences(pairing, 1))
        .isInstanceOfSatisfying(
            MigrationException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SEQUENCE_BEHIND);
              assertThat(e.getMessage()).contains("\"Größe\"");
            });
  }

  @Test
  void aThousandSequencesNeedNoMoreThanAMoment() {
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG18);
    String make =
        "DO $$ BEGIN FOR i IN 1..1000 LOOP EXECUTE format('CREATE SEQUENCE public.s%s', i);"
            + " IF i % 10 > 0 THEN PERFORM setval(format('public.s%s', i)::regclass, i); END IF;"
            + " END LOOP; END $$";
    TestSql.run(pairing.source(), make);
    TestSql.run(pairing.target(), make);
    long best = Long.MAX_VALUE;
    for (int run = 0; run < 5; run++) {
      long start = System.nanoTime();
      assertThat(stage.syncSequences(pairing, run)).hasSize(1000);
      best = Math.min(best, (System.nanoTime() - start) / 1_000_000);
    }
    System.out.println("1000 sequences synced in " + best + " ms");
    assertThat(best).isLessThan(1000); // about 100 ms on an idle machine; tests share theirs
  }

  private static String place(Pairing pairing, String sequence) {
    return TestSql.value(pairing.target(), "SELECT last_value, is_called FROM public." + sequence);
  }

  private static Pairing pairing(ServerRelease source, ServerRelease target) {
    return new Pairing(
        new MigrationId("sequences"),
        TestServers.database(source, "seq"),
        TestServers.database(target, "seq"));
  }
}
