package dev.daybreak.e2e.finish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Step;
import dev.daybreak.e2e.journey.Clients;
import dev.daybreak.e2e.journey.Scene;
import dev.daybreak.e2e.journey.Shop;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner lets go: nothing of Daybreak is left on either side, and clients notice nothing. */
class FinishIT {
  private static final String VISITS = "SELECT sum(visits) FROM public.\"Kunde\"";
  private static final String UNKEYED = "SELECT seen FROM public.happened WHERE what = 'start'";

  @TempDir Path work;

  @Test
  void finishRemovesEverythingWhileClientsGoOn() {
    Endpoint shop = Shop.create(ServerRelease.PG15);
    TestSql.run(
        shop,
        "CREATE TABLE public.wholly (a integer)",
        "ALTER TABLE public.wholly REPLICA IDENTITY FULL");
    try (Scene scene = new Scene("finish", shop, ServerRelease.PG18, work);
        Clients clients = Clients.start(scene)) {
      scene.await(Step.READY);
      assertThat(Shop.leftBehind(scene.source())).contains("identity of public.happened");
      assertThat(Shop.leftBehind(scene.target())).contains("identity of public.happened");
      scene.ask(Request.CUTOVER);
      scene.await(Step.REVERSING);
      clients.awaitService();
      scene.ask(Request.FINISH);
      scene.await("DONE", view -> view.state().phase() == Phase.DONE);
      clients.awaitService();
      assertThat(Shop.leftBehind(scene.target()))
          .as("what the owner of the tables chose, and nothing else")
          .containsExactly("identity of public.wholly");
      assertThat(Shop.leftBehind(scene.source())).containsExactly("identity of public.wholly");
      assertThat(Shop.settings(scene.target())).isEmpty();
      assertThat(Shop.settings(scene.source()))
          .as("nobody may write to the old side by accident")
          .containsExactly("setting default_transaction_read_only=on");
      clients.stop();
      assertThat(clients.failures()).isEmpty();
      String rounds = String.valueOf(clients.rounds());
      assertThat(TestSql.value(scene.target(), VISITS)).isEqualTo(rounds);
      assertThat(TestSql.value(scene.target(), UNKEYED)).isEqualTo(rounds);
    }
  }
}
