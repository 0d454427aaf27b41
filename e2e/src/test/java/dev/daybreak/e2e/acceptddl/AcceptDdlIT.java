package dev.daybreak.e2e.acceptddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.control.Failure;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.Step;
import dev.daybreak.e2e.journey.Clients;
import dev.daybreak.e2e.journey.Scene;
import dev.daybreak.e2e.journey.Shop;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner changes the source's schema while it is being moved, and the target follows. */
class AcceptDdlIT {
  private static final String VISITS = "SELECT sum(visits) FROM public.\"Kunde\"";

  @TempDir Path work;

  @Test
  void anAcceptedChangeIsCarriedOverValidatedAndCutOver() {
    SchemaChoices choices =
        new SchemaChoices(
            "",
            List.of(),
            List.of(new SchemaChoices.ColumnType("column public.happened.seen", "bigint")),
            List.of(),
            List.of());
    try (Scene scene =
            new Scene(
                "acceptddl", Shop.create(ServerRelease.PG15), ServerRelease.PG17, work, choices);
        Clients clients = Clients.start(scene)) {
      scene.await(Step.READY);
      change(scene);
      stoppedWithEveryObjectNamed(scene.awaitFailure().failure());
      aChangeThatIsNotSafeIsRefused(scene);
      scene.ask(Request.ACCEPT_DDL);
      awaitReady(scene);
      clients.awaitService();
      aChangeOfTheTargetClosesTheGate(scene);
      scene.ask(Request.CUTOVER);
      scene.await(Step.REVERSING);
      clients.awaitService();
      scene.ask(Request.ROLLBACK);
      scene.await(Step.READY);
      clients.awaitService();
      clients.stop();
      assertThat(clients.failures()).isEmpty();
      assertThat(TestSql.value(scene.source(), VISITS)).isEqualTo("" + clients.rounds());
      theTargetFollowed(scene);
    }
  }

  private static void change(Scene scene) {
    TestSql.run(
        scene.source(),
        "ALTER TABLE public.happened ADD COLUMN \"Größe\" int,"
            + " ADD COLUMN sort varchar(5) NOT NULL DEFAULT 'a'",
        "UPDATE public.happened SET \"Größe\" = 7 WHERE what = 'start'",
        "CREATE TABLE public.\"Später\" (id int PRIMARY KEY, t text)",
        "INSERT INTO public.\"Später\" SELECT i, 'x' FROM generate_series(1, 500) i",
        "UPDATE public.\"Später\" SET t = 'y' WHERE id % 2 = 0",
        "CREATE TABLE public.loose (a int)",
        "INSERT INTO public.loose VALUES (1), (1)",
        "CREATE INDEX later ON public.\"Später\" (t)",
        "CREATE VIEW public.sorted AS SELECT sort, count(*) FROM public.happened GROUP BY sort");
  }

  private static void stoppedWithEveryObjectNamed(Failure failure) {
    assertThat(failure.name()).isIn("SOURCE_DDL_CHANGED", "SOURCE_TABLE_ADDED");
    assertThat(failure.message())
        .contains(
            "column public.happened.\"Größe\"", "table public.\"Später\"", "table public.loose");
    assertThat(failure.remedy()).contains("--accept-ddl");
  }

  private static void aChangeThatIsNotSafeIsRefused(Scene scene) {
    TestSql.run(
        scene.source(), "ALTER TABLE public.line ADD COLUMN b uuid DEFAULT gen_random_uuid()");
    scene.ask(Request.ACCEPT_DDL);
    scene.await(
        "refusal",
        view ->
            view.state().standing() == Standing.FAILED
                && view.failure() != null
                && view.failure().name().equals("SOURCE_DDL_UNSAFE")
                && view.failure().message().contains("public.line.b"));
    TestSql.run(scene.source(), "ALTER TABLE public.line DROP COLUMN b");
  }

  private static void aChangeOfTheTargetClosesTheGate(Scene scene) {
    TestSql.run(scene.target(), "ALTER TABLE public.\"Später\" ADD CHECK (id > 0)");
    scene.ask(Request.CUTOVER);
    Failure failure =
        scene
            .await(
                "a closed gate",
                view ->
                    view.state().step() == Step.READY
                        && view.failure() != null
                        && view.failure().name().equals("SCHEMA_DIFFERS"))
            .failure();
    assertThat(failure).isNotNull();
    assertThat(failure.message()).contains("constraint public.\"Später\"");
    TestSql.run(
        scene.target(), "ALTER TABLE public.\"Später\" DROP CONSTRAINT \"Später_id_check\"");
    if (scene.fleet().view(scene.name()).state().standing() == Standing.FAILED) {
      scene.ask(Request.RESUME);
    }
    awaitReady(scene);
  }

  private static void awaitReady(Scene scene) {
    scene.await(
        "READY again",
        view ->
            view.state().step() == Step.READY && view.state().standing() == Standing.RUNNING);
  }

  private static void theTargetFollowed(Scene scene) {
    assertThat(TestSql.value(scene.target(), "SELECT count(*) FROM public.\"Später\" WHERE t = 'y'"))
        .isEqualTo("250");
    assertThat(TestSql.value(scene.target(), "SELECT count(*) FROM public.loose")).isEqualTo("2");
    assertThat(
            TestSql.value(
                scene.target(), "SELECT \"Größe\" FROM public.happened WHERE what = 'start'"))
        .isEqualTo("7");
    assertThat(
            TestSql.value(
                scene.target(),
                "SELECT count FROM public.sorted WHERE sort = 'a'"))
        .isEqualTo(TestSql.value(scene.target(), "SELECT count(*) FROM public.happened"));
    assertThat(
            TestSql.value(
                scene.target(), "SELECT pg_typeof(seen) FROM public.happened LIMIT 1"))
        .isEqualTo("bigint");
  }
}
