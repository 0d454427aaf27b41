package dev.daybreak.e2e.ddlmidrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.control.Failure;
import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Step;
import dev.daybreak.e2e.journey.Clients;
import dev.daybreak.e2e.journey.Scene;
import dev.daybreak.e2e.journey.Shop;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The owner changes the source's schema while it is being moved: one message says so, the clients
 * notice nothing, and abort leaves no trace on either side.
 */
class DdlMidRunIT {
  @TempDir Path work;

  @Test
  void aColumnAddedWhileReadyStopsTheMigration() {
    try (Scene scene = scene("ddlready");
        Clients clients = Clients.start(scene)) {
      scene.await(Step.READY);
      TestSql.run(scene.source(), "ALTER TABLE public.happened ADD COLUMN \"Größe\" int");
      stopsWith(scene, "SOURCE_DDL_CHANGED", "happened");
      abortLeavesNoTrace(scene, clients);
    }
  }

  @Test
  void aTableAddedWhileReadyStopsTheMigration() {
    try (Scene scene = scene("addready");
        Clients clients = Clients.start(scene)) {
      scene.await(Step.READY);
      TestSql.run(scene.source(), "CREATE TABLE public.\"Später\" (a int PRIMARY KEY)");
      stopsWith(scene, "SOURCE_TABLE_ADDED", "Später");
      abortLeavesNoTrace(scene, clients);
    }
  }

  @Test
  void aTableAddedWithRowsWhileRowsAreCopiedStopsTheMigration() {
    try (Scene scene = scene("addload");
        Clients clients = Clients.start(scene)) {
      scene.await(Step.COPY_ROWS);
      TestSql.run(
          scene.source(),
          "CREATE TABLE public.\"Später\" (a int)",
          "INSERT INTO public.\"Später\" VALUES (1)");
      stopsWith(scene, "SOURCE_TABLE_ADDED", "Später");
      abortLeavesNoTrace(scene, clients);
    }
  }

  @Test
  void aColumnAddedWhileRowsAreCopiedStopsTheMigration() {
    try (Scene scene = scene("ddlload");
        Clients clients = Clients.start(scene)) {
      scene.await(Step.COPY_ROWS);
      TestSql.run(scene.source(), "ALTER TABLE public.line ADD COLUMN colour text");
      stopsWith(scene, "SOURCE_DDL_CHANGED", "line");
      abortLeavesNoTrace(scene, clients);
    }
  }

  @Test
  void aChangeThatIsUndoneLetsTheMigrationGoOn() {
    try (Scene scene = scene("undone")) {
      scene.await(Step.READY);
      TestSql.run(scene.source(), "CREATE TABLE public.\"Später\" (a int PRIMARY KEY)");
      stopsWith(scene, "SOURCE_TABLE_ADDED", "Später");
      TestSql.run(scene.source(), "DROP TABLE public.\"Später\"");
      scene.ask(Request.RESUME);
      scene.await("a new start", view -> view.state().phase() == Phase.VALIDATE);
      scene.await(Step.READY);
    }
  }

  private Scene scene(String name) {
    return new Scene(name, Shop.create(ServerRelease.PG15), ServerRelease.PG17, work);
  }

  private static void stopsWith(Scene scene, String code, String object) {
    Failure failure = scene.awaitFailure().failure();
    assertThat(failure.name()).as(failure.toString()).isEqualTo(code);
    assertThat(failure.message()).contains(object);
    assertThat(failure.remedy()).contains("abort");
  }

  private static void abortLeavesNoTrace(Scene scene, Clients clients) {
    clients.awaitService();
    scene.ask(Request.ABORT);
    scene.await("ABORTED", view -> view.state().phase() == Phase.ABORTED);
    clients.awaitService();
    clients.stop();
    assertThat(clients.failures()).isEmpty();
    assertThat(Shop.leftBehind(scene.source())).isEmpty();
    assertThat(Shop.settings(scene.source())).isEmpty();
    assertThat(Shop.leftBehind(scene.target())).isEmpty();
    assertThat(Shop.settings(scene.target())).isEmpty();
    assertThat(Shop.objects(scene.target())).isEmpty();
    assertThat(TestSql.value(scene.source(), "SELECT sum(visits) FROM public.\"Kunde\""))
        .isEqualTo(String.valueOf(clients.rounds()));
  }
}
