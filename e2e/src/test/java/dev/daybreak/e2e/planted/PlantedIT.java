package dev.daybreak.e2e.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.control.MigrationView;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.Step;
import dev.daybreak.e2e.journey.Clients;
import dev.daybreak.e2e.journey.Scene;
import dev.daybreak.e2e.journey.Shop;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A difference planted behind the mover's back is found, named, and blocks the cutover. */
class PlantedIT {
  private static final String UNSEEN = "SET session_replication_role = replica";

  private static final String WRITING = "SET default_transaction_read_only = off";

  @TempDir Path work;

  @Test
  void aDifferencePlantedAfterTheCopyIsNamedAndBlocksUntilMended() {
    try (Scene scene =
            new Scene("planted", Shop.create(ServerRelease.PG15), ServerRelease.PG17, work);
        Clients clients = Clients.start(scene)) {
      pauseBetweenCopyAndWatch(scene);
      plantFour(scene);
      scene.ask(Request.RESUME);
      MigrationView failed = scene.awaitFailure();
      assertThat(failed.state().step()).isEqualTo(Step.COMPARE_ROWS);
      assertThat(failed.failure().name()).isEqualTo("DATA_DIFFERS");
      assertThat(failed.failure().message())
          .contains(
              "public.line VALIDATED missing=1 extra=1 differing=1",
              "public.\"Kunde\" VALIDATED missing=0 extra=0 differing=1",
              "VALUE_MISMATCH in public.line.price",
              "MISSING_ROW in public.line",
              "EXTRA_ROW in public.line",
              "VALUE_MISMATCH in public.\"Kunde\".note")
          .doesNotContain("12345.678");
      BatchVerdict certificate = scene.fleet().certificate(scene.name()).orElseThrow();
      assertThat(certificate.clean()).isFalse();
      assertThat(certificate.mismatchCount()).isEqualTo(4);
      refusesCutover(scene);
      mendFour(scene);
      resumeAndCutOver(scene, clients);
    }
  }

  @Test
  void aRowWrittenOnTheTargetWhileReadyStopsTheMigrationUntilMended() {
    try (Scene scene =
            new Scene("rogue", Shop.create(ServerRelease.PG14), ServerRelease.PG18, work);
        Clients clients = Clients.start(scene)) {
      scene.await(Step.READY);
      TestSql.run(scene.target(), UNSEEN, "UPDATE public.line SET price = 0 WHERE nr = 4711");
      MigrationView failed = scene.awaitFailure();
      assertThat(failed.state().step()).isEqualTo(Step.READY);
      assertThat(failed.failure().name()).isEqualTo("DATA_DIFFERS");
      assertThat(failed.failure().message()).contains("UNEXPECTED_WRITE in public.line");
      refusesCutover(scene);
      scene.ask(Request.RESUME);
      MigrationView again =
          scene.await(
              "the batch to fail",
              view ->
                  view.state().step() == Step.COMPARE_ROWS
                      && view.state().standing() == Standing.FAILED);
      assertThat(again.failure().message())
          .as("resuming without mending")
          .contains("VALUE_MISMATCH in public.line.price");
      TestSql.run(
          scene.target(), UNSEEN, "UPDATE public.line SET price = 4711 / 7.0 WHERE nr = 4711");
      resumeAndCutOver(scene, clients);
    }
  }

  /** Its clients share one server connection. */
  @Test
  void aRowChangedOnTheOldSourceStopsTheWayBackUntilMended() {
    try (Scene scene =
            new Scene("behind", Shop.create(ServerRelease.PG14), ServerRelease.PG17, work);
        Clients clients = Clients.start(scene.share(1))) {
      scene.await(Step.READY);
      scene.ask(Request.CUTOVER);
      scene.await(Step.REVERSING);
      TestSql.run(scene.source(), WRITING, UNSEEN, "UPDATE public.line SET price = 0 WHERE nr = 5");
      MigrationView failed = scene.awaitFailure();
      assertThat(failed.failure().message()).contains("UNEXPECTED_WRITE in public.line");
      scene.ask(Request.RESUME);
      scene.await(
          "the batch to fail",
          view ->
              view.state().step() == Step.COMPARE_ROWS
                  && view.state().standing() == Standing.FAILED);
      TestSql.run(
          scene.source(), WRITING, UNSEEN, "UPDATE public.line SET price = 5 / 7.0 WHERE nr = 5");
      scene.ask(Request.RESUME);
      scene.await("a new start", view -> view.state().standing() == Standing.RUNNING);
      scene.await(Step.REVERSING);
      assertThat(scene.fleet().certificate(scene.name()).orElseThrow().clean()).isTrue();
      scene.ask(Request.ROLLBACK);
      scene.await(Step.READY);
      clients.awaitService();
      clients.stop();
      assertThat(clients.failures()).isEmpty();
    }
  }

  /** No live validator watches then: only the batch can find what is planted. */
  private static void pauseBetweenCopyAndWatch(Scene scene) {
    scene.await(Step.CREATE_INDEXES);
    scene.ask(Request.PAUSE);
    MigrationView paused =
        scene.await("a pause", view -> view.state().standing() == Standing.PAUSED);
    assertThat(paused.state().step()).isIn(Step.CREATE_INDEXES, Step.VERIFY_SCHEMA, Step.CATCH_UP);
  }

  private static void plantFour(Scene scene) {
    TestSql.run(
        scene.target(),
        UNSEEN,
        "UPDATE public.line SET price = 12345.678 WHERE nr = 100",
        "DELETE FROM public.line WHERE nr = 200",
        "INSERT INTO public.line VALUES (300, 99999, 1, '')",
        "UPDATE public.\"Kunde\" SET note = NULL WHERE id = 33");
  }

  private static void mendFour(Scene scene) {
    TestSql.run(
        scene.target(),
        UNSEEN,
        "UPDATE public.line SET price = 'NaN' WHERE nr = 100",
        "INSERT INTO public.line VALUES (201, 200, 'NaN', repeat(md5('200'), 300))",
        "DELETE FROM public.line WHERE nr = 99999",
        "UPDATE public.\"Kunde\" SET note = '' WHERE id = 33");
  }

  private static void refusesCutover(Scene scene) {
    assertThatThrownBy(() -> scene.ask(Request.CUTOVER))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_PHASE));
  }

  /** The mending itself was a rogue write: the proof begins anew, and then holds. */
  private static void resumeAndCutOver(Scene scene, Clients clients) {
    scene.ask(Request.RESUME);
    scene.await("a new start", view -> view.state().standing() == Standing.RUNNING);
    scene.await(Step.READY);
    assertThat(scene.fleet().certificate(scene.name()).orElseThrow().clean()).isTrue();
    scene.ask(Request.CUTOVER);
    scene.await(Step.REVERSING);
    clients.awaitService();
    clients.stop();
    assertThat(clients.failures()).isEmpty();
    String sum = "SELECT sum(visits) FROM public.\"Kunde\"";
    assertThat(TestSql.value(scene.target(), sum)).isEqualTo(String.valueOf(clients.rounds()));
  }
}
