package dev.daybreak.e2e.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.cdc.CdcOptions;
import dev.daybreak.cdc.PgOutputChangeStage;
import dev.daybreak.demo.fleet.DemoFleet;
import dev.daybreak.demo.fleet.FleetDatabase;
import dev.daybreak.demo.fleet.FleetPlan;
import dev.daybreak.demo.traffic.Traffic;
import dev.daybreak.demo.traffic.TrafficPlan;
import dev.daybreak.demo.traffic.TrafficTarget;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.kernel.stage.ValidateStage.Witness;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.LiveStatus;
import dev.daybreak.load.CopyLoadStage;
import dev.daybreak.load.LoadOptions;
import dev.daybreak.schema.PostgresSchemaStage;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import dev.daybreak.validate.PostgresValidateStage;
import dev.daybreak.validate.core.ValidateOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The validator beside the real mover, under traffic: clean while all is well, and only then. */
class WitnessedCopyIT {
  private static final Duration BUDGET = Duration.ofSeconds(60);

  @TempDir Path work;

  private final PostgresSchemaStage schema = new PostgresSchemaStage();
  private final PgOutputChangeStage change = new PgOutputChangeStage(CdcOptions.defaults());
  private final CopyLoadStage load = new CopyLoadStage(LoadOptions.defaults());

  @Test
  void theFleetIsCleanUnderTrafficAndARogueWriteIsNot() throws Exception {
    Endpoint admin = TestServers.server(ServerRelease.PG15).endpoint("postgres");
    FleetPlan plan = new FleetPlan(20_000, 7, "w_", Secret.of("s3cret"));
    for (FleetDatabase database : DemoFleet.create(admin, plan, Progress.NONE)) {
      watch(database);
    }
  }

  private void watch(FleetDatabase database) throws Exception {
    Endpoint target = TestServers.database(ServerRelease.PG18, "t_" + database.name());
    MigrationId id = new MigrationId(database.name());
    Pairing pairing = new Pairing(id, database.admin(), target);
    StreamSpec spec = new StreamSpec(id, pairing.source(), pairing.target(), 1);
    PostgresValidateStage validate = new PostgresValidateStage(ValidateOptions.in(work));
    schema.applyBeforeLoad(pairing, Progress.NONE);
    try (Traffic traffic = traffic(database)) {
      change.prepare(spec);
      load.load(pairing, () -> change.snapshot(spec), Progress.NONE);
      schema.applyAfterLoad(pairing, Progress.NONE);
      try (ChangeStream stream = change.start(spec);
          Witness witness = validate.watch(spec)) {
        Lsn since = witness.watchedSince();
        BatchVerdict batch = batch(validate, pairing, stream, since);
        assertThat(batch.mismatches()).isEmpty();
        assertThat(batch.clean()).isTrue();
        Thread.sleep(1_500);
        traffic.stop();
        Lsn sentinel = stream.sentinel();
        stream.awaitApplied(sentinel, BUDGET);
        long start = System.nanoTime();
        LiveStatus status = witness.drainTo(sentinel, BUDGET);
        System.out.println(
            database.name()
                + " rows="
                + batch.rowsValidated()
                + " batch="
                + batch.took()
                + " drainMillis="
                + (System.nanoTime() - start) / 1_000_000
                + " transactions="
                + status.transactionsValidated()
                + " changes="
                + status.changesValidated()
                + " obligations="
                + status.obligations()
                + " "
                + status.mismatches());
        assertThat(status.changesValidated()).isPositive();
        assertThat(batch(validate, pairing, stream, since).clean()).isTrue();
        refuseRogue(target, witness, sentinel);
      }
    }
    validate.dismantle(spec);
    change.dismantle(spec);
  }

  private static BatchVerdict batch(
      PostgresValidateStage validate, Pairing pairing, ChangeStream stream, Lsn since) {
    try (ChangeStream.HeldCut cut = stream.align(BUDGET)) {
      assertThat(since).isLessThanOrEqualTo(cut.cut().source().position());
      return validate.batch(pairing, cut.cut(), Progress.NONE);
    }
  }

  private static void refuseRogue(Endpoint target, Witness witness, Lsn sentinel) {
    TestSql.run(
        target, "CREATE TABLE public.rogue (id int)", "INSERT INTO public.rogue VALUES (1)");
    assertThatThrownBy(() -> witness.drainTo(sentinel, BUDGET))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIFFERS));
  }

  private Traffic traffic(FleetDatabase database) {
    Endpoint app = database.application();
    String url = "jdbc:postgresql://127.0.0.1:" + app.port() + "/" + app.database();
    TrafficTarget target =
        new TrafficTarget(database.name(), database.workload(), url, app.user(), app.password());
    return Traffic.start(new TrafficPlan(java.util.List.of(target), 100, 5, work));
  }
}
