package dev.daybreak.e2e.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cdc.CdcOptions;
import dev.daybreak.cdc.PgOutputChangeStage;
import dev.daybreak.demo.fleet.DemoFleet;
import dev.daybreak.demo.fleet.FleetDatabase;
import dev.daybreak.demo.fleet.FleetPlan;
import dev.daybreak.demo.ledger.LedgerCheck;
import dev.daybreak.demo.ledger.LedgerVerdict;
import dev.daybreak.demo.traffic.Traffic;
import dev.daybreak.demo.traffic.TrafficPlan;
import dev.daybreak.demo.traffic.TrafficTarget;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.load.CopyLoadStage;
import dev.daybreak.load.LoadOptions;
import dev.daybreak.schema.PostgresSchemaStage;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schema, load and change stream together, without proxy: the copy equals its source. */
class CopyJourneyIT {
  @TempDir Path work;

  @Test
  void theDemonstrationFleetArrivesWhole() throws Exception {
    Endpoint admin = TestServers.server(ServerRelease.PG15).endpoint("postgres");
    List<FleetDatabase> fleet =
        DemoFleet.create(admin, new FleetPlan(20_000, 7, "c_", Secret.of("s3cret")), Progress.NONE);
    for (FleetDatabase database : fleet) {
      move(database);
    }
  }

  private void move(FleetDatabase database) throws Exception {
    Endpoint target = TestServers.database(ServerRelease.PG18, "t_" + database.name());
    MigrationId id = new MigrationId(database.name());
    Pairing pairing = new Pairing(id, database.admin(), target);
    StreamSpec spec = new StreamSpec(id, pairing.source(), pairing.target(), 1);
    PostgresSchemaStage schema = new PostgresSchemaStage();
    PgOutputChangeStage change = new PgOutputChangeStage(CdcOptions.defaults());
    CopyLoadStage load = new CopyLoadStage(LoadOptions.defaults());
    var plan = schema.plan(pairing);
    plan.findings().forEach(f -> System.out.println("plan " + f));
    String before = schema.fingerprint(pairing.source());
    schema.applyBeforeLoad(pairing, Progress.NONE);
    try (Traffic traffic = traffic(database)) {
      change.prepare(spec);
      assertThat(schema.fingerprint(pairing.source())).isEqualTo(before);
      System.out.println(load.load(pairing, () -> change.snapshot(spec), Progress.NONE));
      schema.applyAfterLoad(pairing, Progress.NONE);
      List<Finding> differences = schema.verify(pairing);
      differences.forEach(f -> System.out.println("verify " + f));
      try (ChangeStream stream = change.start(spec)) {
        Thread.sleep(2_000);
        System.out.println(stream.status());
        traffic.stop();
        System.out.println(traffic.stats());
        stream.awaitApplied(stream.sentinel(), Duration.ofSeconds(60));
      }
      LedgerVerdict verdict = LedgerCheck.check(traffic.ledger(database.name()), target);
      System.out.println(verdict);
      assertThat(verdict.clean()).isTrue();
      assertThat(differences).isEmpty();
      assertThat(counts(pairing.target())).isEqualTo(counts(pairing.source()));
      System.out.println(schema.syncSequences(pairing, 10));
    }
    change.dismantle(spec);
  }

  private static List<String> counts(Endpoint endpoint) {
    return TestSql.rows(
        endpoint,
        """
        SELECT n.nspname, c.relname,
          (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I.%I',
            n.nspname, c.relname), false, true, '')))[1]::text
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname !~ '^pg_'
          AND n.nspname NOT IN ('information_schema', 'daybreak') ORDER BY 1, 2
        """);
  }

  private Traffic traffic(FleetDatabase database) {
    Endpoint app = database.application();
    String url = "jdbc:postgresql://127.0.0.1:" + app.port() + "/" + app.database();
    TrafficTarget target =
        new TrafficTarget(database.name(), database.workload(), url, app.user(), app.password());
    return Traffic.start(new TrafficPlan(List.of(target), 100, 5, work));
  }
}
