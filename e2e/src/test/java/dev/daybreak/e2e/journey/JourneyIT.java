package dev.daybreak.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.control.MigrationView;
import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Step;
import dev.daybreak.demo.fleet.DemoFleet;
import dev.daybreak.demo.fleet.FleetDatabase;
import dev.daybreak.demo.fleet.FleetPlan;
import dev.daybreak.demo.ledger.LedgerCheck;
import dev.daybreak.demo.traffic.DatabaseStats;
import dev.daybreak.demo.traffic.Traffic;
import dev.daybreak.demo.workload.Workload;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.testkit.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole journey under traffic: there, back, and there again. */
class JourneyIT {
  private static final int TPS = 100;

  @TempDir Path work;

  @Test
  void fromFifteenToEighteenThereAndBackAndThereAgain() {
    journey(ServerRelease.PG15, ServerRelease.PG18, Workload.ORDERS);
  }

  @Test
  void fromFourteenToSeventeenWithEveryKindOfObject() {
    journey(ServerRelease.PG14, ServerRelease.PG17, Workload.CATALOG);
  }

  private void journey(ServerRelease from, ServerRelease to, Workload workload) {
    try (Scene scene = new Scene(database(from, workload), to, work);
        Traffic traffic = scene.traffic(TPS, work.resolve("ledgers"))) {
      scene.await(Step.READY);
      scene.ask(Request.CUTOVER);
      MigrationView there = scene.await(Step.REVERSING);
      report(scene, traffic);
      assertThat(there.state().phase()).isEqualTo(Phase.REVERSE);
      assertThat(there.facts().rowsValidated()).isPositive();
      assertThat(there.facts().changesValidated()).isPositive();
      assertThat(there.facts().sequencesChecked()).isPositive();
      Scene.nap(Duration.ofSeconds(2));
      scene.ask(Request.ROLLBACK);
      scene.await(Step.READY);
      report(scene, traffic);
      Scene.nap(Duration.ofSeconds(1));
      scene.ask(Request.CUTOVER);
      scene.await("the second cutover", v -> v.facts().switches() == 3);
      scene.await(Step.REVERSING);
      Scene.nap(Duration.ofSeconds(1));
      traffic.stop();
      report(scene, traffic);
      assertThat(traffic.stats().get(0).failedStatements()).isZero();
      assertThat(LedgerCheck.check(traffic.ledger(scene.name()), scene.target()))
          .satisfies(v -> assertThat(v.clean()).as(v.toString()).isTrue());
      scene.await("the reverse stream", view -> caughtUp(scene, traffic));
    }
  }

  /** Whether all that was acknowledged is on the old source too. */
  private static boolean caughtUp(Scene scene, Traffic traffic) {
    return LedgerCheck.check(traffic.ledger(scene.name()), scene.source()).clean();
  }

  private static void report(Scene scene, Traffic traffic) {
    DatabaseStats stats = traffic.stats().get(0);
    System.out.println(stats + " " + traffic.window(scene.name()));
    scene
        .fleet()
        .timeline(scene.name())
        .forEach(
            e ->
                System.out.println(
                    e.phase()
                        + " "
                        + e.step()
                        + " "
                        + e.millis()
                        + " ms "
                        + e.outcome()
                        + " "
                        + e.detail()));
  }

  private static FleetDatabase database(ServerRelease release, Workload workload) {
    Endpoint admin = TestServers.server(release).endpoint("postgres");
    String prefix = "j" + release.major() + "_";
    List<FleetDatabase> fleet =
        DemoFleet.create(
            admin, new FleetPlan(20_000, 7, prefix, Secret.of("s3cret")), Progress.NONE);
    return fleet.stream().filter(d -> d.workload() == workload).findFirst().orElseThrow();
  }
}
