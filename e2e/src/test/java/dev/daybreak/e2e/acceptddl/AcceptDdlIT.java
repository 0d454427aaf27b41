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
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner changes the source's schema while it is being moved, and the target follows. */
class AcceptDdlIT {
  private static final String LATE =
      "SELECT pubname FROM pg_publication WHERE pubname !~ '^daybreak'"
          + " UNION ALL SELECT evtname FROM pg_event_trigger ORDER BY 1";
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
    try (Scene scene = new Scene("acceptddl", shop(), ServerRelease.PG17, work, choices);
        Clients clients = Clients.start(scene)) {
      scene.await(Step.READY);
      whatCameAndWentIsLeftOut(scene);
      change(scene);
      stoppedWithObjectsNamed(scene.awaitFailure().failure());
      aChangeThatIsNotSafeIsRefused(scene);
      scene.ask(Request.ACCEPT_DDL);
      awaitReady(scene);
      clients.awaitService();
      aRewriteWithoutTraceInTheSchemaStopsAndIsCopied(scene);
      aChangeOfTheTargetClosesTheGate(scene);
      scene.ask(Request.CUTOVER);
      scene.await(Step.REVERSING);
      clients.awaitService();
      assertThat(TestSql.rows(scene.target(), LATE)).containsExactly("downstream", "watch");
      scene.ask(Request.ROLLBACK);
      scene.await(Step.READY);
      clients.awaitService();
      clients.stop();
      assertThat(clients.failures()).isEmpty();
      assertThat(TestSql.value(scene.source(), VISITS)).isEqualTo("" + clients.rounds());
      everyRowIsTheSame(scene);
      theTargetFollowed(scene);
    }
  }

  private static void everyRowIsTheSame(Scene scene) {
    for (String table :
        List.of("\"Kunde\"", "line", "happened", "neu", "still", "loose", "named")) {
      String rows =
          "SELECT count(*) || ' ' || md5(string_agg(t::text, ';' ORDER BY t::text COLLATE \"C\"))"
              + " FROM public."
              + table
              + " t";
      String there = TestSql.value(scene.source(), rows);
      scene.await(
          "the rows of " + table, view -> TestSql.value(scene.target(), rows).equals(there));
    }
    assertThat(TestSql.value(scene.target(), "SELECT count(*) FROM public.neu")).isEqualTo("320");
    assertThat(TestSql.value(scene.target(), "SELECT v FROM public.still WHERE id = 1"))
        .isEqualTo("V1");
  }

  /** Has what must not be on the target while rows are copied. */
  private static Endpoint shop() {
    Endpoint shop = Shop.create(ServerRelease.PG15);
    TestSql.run(
        shop,
        "CREATE PUBLICATION downstream FOR TABLE public.line",
        "CREATE FUNCTION public.watched() RETURNS event_trigger LANGUAGE plpgsql AS"
            + " 'BEGIN NULL; END'",
        "CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION public.watched()",
        "CREATE VIEW public.priced AS SELECT nr FROM public.line WHERE price IS NOT NULL",
        "CREATE TABLE public.alt (id int PRIMARY KEY, t text)",
        "INSERT INTO public.alt SELECT i, 'alt ' || i FROM generate_series(1, 400) i",
        "CREATE TABLE public.named (id int PRIMARY KEY, old text, t text)",
        "INSERT INTO public.named SELECT i, 'old', 't' FROM generate_series(1, 400) i",
        "CREATE TABLE public.still (id int PRIMARY KEY, v text, w text)",
        "INSERT INTO public.still SELECT i, 'v' || i, 'w' FROM generate_series(1, 400) i");
    return shop;
  }

  /** The stream shows its rows, and neither side has it. */
  private static void whatCameAndWentIsLeftOut(Scene scene) {
    TestSql.run(
        scene.source(),
        "BEGIN; CREATE TABLE public.passing (id int PRIMARY KEY);"
            + " INSERT INTO public.passing SELECT generate_series(1, 500);"
            + " UPDATE public.passing SET id = -id; DROP TABLE public.passing;"
            + " INSERT INTO public.still VALUES (900, 'after', 'w'); COMMIT");
    scene.await(
        "the row after it",
        view -> {
          assertThat(view.failure()).isNull();
          String after = "SELECT count(*) FROM public.still WHERE id = 900";
          return TestSql.value(scene.target(), after).equals("1");
        });
    TestSql.run(scene.source(), "DELETE FROM public.still WHERE id = 900");
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
    TestSql.run(
        scene.source(),
        "UPDATE public.named SET old = 'before' WHERE id % 2 = 0",
        "ALTER TABLE public.named RENAME COLUMN old TO fresh",
        "ALTER TABLE public.\"Kunde\" RENAME COLUMN note TO remark",
        "UPDATE public.named SET fresh = 'after' WHERE id % 3 = 0");
    rewrite(scene);
  }

  /** What the change stream does not carry: rows get other values without a change of theirs. */
  private static void rewrite(Scene scene) {
    TestSql.run(
        scene.source(),
        "CREATE SEQUENCE public.tally",
        "ALTER TABLE public.\"Kunde\" ADD COLUMN tally bigint NOT NULL"
            + " DEFAULT nextval('public.tally'), ADD COLUMN born timestamptz NOT NULL DEFAULT now(),"
            + " ADD COLUMN dice double precision DEFAULT random()",
        "DROP VIEW public.priced",
        "ALTER TABLE public.line ALTER COLUMN price TYPE text USING 'price ' || price",
        "CREATE VIEW public.priced AS SELECT nr FROM public.line WHERE price IS NOT NULL",
        "UPDATE public.line SET price = 'none' WHERE nr % 7 = 0",
        "ALTER TABLE public.alt RENAME TO neu",
        "DELETE FROM public.neu WHERE id % 5 = 0",
        "ALTER TABLE public.still ALTER COLUMN v TYPE text USING upper(v)",
        "DELETE FROM public.still WHERE id % 5 = 0");
  }

  /** The schema reads as before; only marks of columns tell. */
  private static void aRewriteWithoutTraceInTheSchemaStopsAndIsCopied(Scene scene) {
    TestSql.run(
        scene.source(),
        "ALTER TABLE public.still DROP COLUMN w",
        "ALTER TABLE public.still ADD COLUMN w text");
    Failure failure = scene.awaitFailure().failure();
    assertThat(failure.name()).isEqualTo("SOURCE_DDL_CHANGED");
    assertThat(failure.message()).contains("columns of public.still were altered");
    assertThat(TestSql.value(scene.target(), "SELECT count(w) FROM public.still")).isEqualTo("320");
    scene.ask(Request.ACCEPT_DDL);
    awaitReady(scene);
    assertThat(TestSql.value(scene.target(), "SELECT count(w) FROM public.still")).isEqualTo("0");
  }

  /** The look may come while the changes are still being made: what it names is what there is. */
  private static void stoppedWithObjectsNamed(Failure failure) {
    assertThat(failure.name())
        .as(failure.toString())
        .isIn("SOURCE_DDL_CHANGED", "SOURCE_TABLE_ADDED");
    assertThat(failure.message())
        .containsAnyOf("public.happened", "table public.\"Später\"", "table public.loose");
    assertThat(failure.remedy()).contains("--accept-ddl");
  }

  private static void aChangeThatIsNotSafeIsRefused(Scene scene) {
    TestSql.run(
        scene.source(),
        "ALTER TABLE public.line ADD COLUMN b int NOT NULL DEFAULT 1",
        "ALTER TABLE public.still ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY");
    scene.ask(Request.ACCEPT_DDL);
    scene.await(
        "refusal",
        view ->
            view.state().standing() == Standing.FAILED
                && view.failure() != null
                && view.failure().name().equals("SOURCE_DDL_UNSAFE")
                && view.failure().message().contains("public.still.id"));
    TestSql.run(
        scene.source(),
        "ALTER TABLE public.line DROP COLUMN b",
        "ALTER TABLE public.still ALTER COLUMN id DROP IDENTITY");
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
        view -> view.state().step() == Step.READY && view.state().standing() == Standing.RUNNING);
  }

  private static void theTargetFollowed(Scene scene) {
    assertThat(
            TestSql.value(scene.target(), "SELECT count(*) FROM public.\"Später\" WHERE t = 'y'"))
        .isEqualTo("250");
    assertThat(TestSql.value(scene.target(), "SELECT count(*) FROM public.loose")).isEqualTo("2");
    assertThat(
            TestSql.value(
                scene.target(), "SELECT \"Größe\" FROM public.happened WHERE what = 'start'"))
        .isEqualTo("7");
    assertThat(TestSql.value(scene.target(), "SELECT count FROM public.sorted WHERE sort = 'a'"))
        .isEqualTo(TestSql.value(scene.target(), "SELECT count(*) FROM public.happened"));
    assertThat(TestSql.value(scene.target(), "SELECT pg_typeof(seen) FROM public.happened LIMIT 1"))
        .isEqualTo("bigint");
  }
}
