package dev.daybreak.demo.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.demo.fleet.DemoFleet;
import dev.daybreak.demo.fleet.FleetDatabase;
import dev.daybreak.demo.fleet.FleetPlan;
import dev.daybreak.demo.ledger.Ledger;
import dev.daybreak.demo.ledger.LedgerCheck;
import dev.daybreak.demo.ledger.LedgerVerdict;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrafficIT {
  private static final long SEED = System.nanoTime();
  private static final int TPS = 400;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"PG14", "PG15"})
  void whatClientsWroteIsThereAndNothingFailed(ServerRelease release) throws Exception {
    List<FleetDatabase> fleet = fleet(release, "clean_");
    try (Traffic traffic = Traffic.start(plan(fleet))) {
      long start = System.nanoTime();
      traffic.markWindow("orders");
      untilWritten(traffic, 300);
      List<DatabaseStats> stats = traffic.stats();
      StallWindow window = traffic.window("orders");
      traffic.stop();
      stats.forEach(System.out::println);
      System.out.println(window + " seed " + SEED);
      assertThat(stats)
          .allSatisfy(
              one -> {
                assertThat(one.failures()).isEmpty();
                assertThat(one.violations()).isZero();
                assertThat(one.reads().count()).isPositive();
              });
      assertThat(stats.stream().mapToLong(DatabaseStats::transactions).sum())
          .as("never above the pace")
          .isLessThan(
              TPS * TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start + 1_999_999_999));
      assertThat(window.writeStallMillisMax()).isPositive();
      for (FleetDatabase database : fleet) {
        Ledger ledger = traffic.ledger(database.workload().database());
        LedgerVerdict verdict = LedgerCheck.check(ledger, database.admin());
        System.out.println(verdict);
        assertThat(verdict.details()).as("seed " + SEED).isEmpty();
        assertThat(verdict.clean()).isTrue();
        assertThat(verdict.acknowledgedWrites()).isGreaterThanOrEqualTo(300);
        assertThat(verdict.unknownWrites()).isZero();
        Ledger reread = Ledger.read(directory.resolve(database.workload().database() + ".ledger"));
        assertThat(LedgerCheck.check(reread, database.admin())).isEqualTo(verdict);
      }
    }
  }

  @Test
  void lostConnectionsLeaveWritesUnknownButNothingWrong() throws Exception {
    List<FleetDatabase> fleet = fleet(ServerRelease.PG15, "kill_");
    try (Traffic traffic = Traffic.start(plan(fleet))) {
      for (int i = 0; i < 40; i++) {
        TimeUnit.MILLISECONDS.sleep(100);
        TestSql.run(
            fleet.get(0).admin().withDatabase("postgres"),
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'"
                + " AND datname LIKE 'kill\\_%'");
      }
      run(1);
      traffic.stop();
      long failed = traffic.stats().stream().mapToLong(DatabaseStats::failedStatements).sum();
      assertThat(failed).isGreaterThan(50);
      assertThat(traffic.stats().get(0).failures()).isNotEmpty().hasSizeLessThanOrEqualTo(20);
      long unknown = 0;
      for (FleetDatabase database : fleet) {
        LedgerVerdict verdict =
            LedgerCheck.check(traffic.ledger(database.workload().database()), database.admin());
        System.out.println(verdict);
        assertThat(verdict.details()).as("seed " + SEED).isEmpty();
        unknown += verdict.unknownWrites();
      }
      assertThat(unknown).as("some commits were cut off").isPositive();
    }
  }

  @Test
  void everyPlantedFaultIsFound() throws Exception {
    List<FleetDatabase> fleet = fleet(ServerRelease.PG15, "plant_");
    try (Traffic traffic = Traffic.start(plan(fleet))) {
      untilWritten(traffic, 600);
      untilThere(
          fleet.get(0).admin(),
          "SELECT count(*) FROM catalog.reviews WHERE writer IS NOT NULL AND note IS NULL");
      untilThere(
          fleet.get(1).admin(), "SELECT count(*) FROM shop.lists WHERE cardinality(items) > 3");
      untilThere(
          fleet.get(2).admin(),
          "SELECT count(*) FROM app.documents WHERE writer IS NOT NULL AND length(body) > 2000");
      traffic.stop();
      Endpoint catalog = fleet.get(0).admin();
      Endpoint orders = fleet.get(1).admin();
      Endpoint events = fleet.get(2).admin();
      Ledger ofCatalog = traffic.ledger("catalog");
      Ledger ofOrders = traffic.ledger("orders");
      Ledger ofEvents = traffic.ledger("events");

      // The audit keeps what was there, so that each plant differs from the last verdict by one.
      plant(
          orders,
          ofOrders,
          "a row is deleted",
          1,
          0,
          0,
          "DELETE FROM shop.payments WHERE ctid = (SELECT min(ctid) FROM shop.payments"
              + " WHERE writer IS NOT NULL)");
      plant(
          orders,
          ofOrders,
          "a row without key is doubled",
          0,
          1,
          0,
          "ALTER TABLE shop.journal DISABLE TRIGGER USER",
          "INSERT INTO shop.journal SELECT * FROM shop.journal WHERE writer IS NOT NULL LIMIT 1");
      plant(
          orders,
          ofOrders,
          "a trigger fired twice",
          0,
          1,
          0,
          "INSERT INTO shop.audit SELECT * FROM shop.audit LIMIT 1");
      plant(
          orders,
          ofOrders,
          "two balances are wrong, their sum is right",
          0,
          0,
          2,
          "UPDATE shop.accounts SET balance = balance + 3 - 2 * id WHERE id IN (1, 2)");
      plant(
          orders,
          ofOrders,
          "money appears: a balance and the sum are wrong",
          0,
          0,
          2,
          "UPDATE shop.accounts SET balance = balance + 1 WHERE id = 3");
      plant(
          orders,
          ofOrders,
          "an append is lost",
          1,
          0,
          0,
          "UPDATE shop.lists SET items = items[2:] WHERE key = (SELECT min(key) FROM shop.lists"
              + " WHERE cardinality(items) > 3)");
      plant(
          orders,
          ofOrders,
          "an append came twice",
          0,
          1,
          0,
          "UPDATE shop.lists SET items = items || items[1] WHERE key = (SELECT max(key)"
              + " FROM shop.lists WHERE cardinality(items) > 1)");
      plant(
          catalog,
          ofCatalog,
          "an update is reverted",
          1,
          0,
          0,
          "ALTER TABLE catalog.products DISABLE TRIGGER USER",
          "UPDATE catalog.products SET write_no = write_no - 1 WHERE ctid ="
              + " (SELECT min(ctid) FROM catalog.products WHERE writer IS NOT NULL)");
      plant(
          catalog,
          ofCatalog,
          "NULL became an empty text",
          1,
          0,
          0,
          "ALTER TABLE catalog.reviews DISABLE TRIGGER USER",
          "UPDATE catalog.reviews SET note = '' WHERE ctid = (SELECT min(ctid)"
              + " FROM catalog.reviews WHERE writer IS NOT NULL AND note IS NULL)");
      plant(
          events,
          ofEvents,
          "a large value was emptied",
          1,
          0,
          0,
          "ALTER TABLE app.documents DISABLE TRIGGER USER",
          "UPDATE app.documents SET body = '' WHERE ctid = (SELECT min(ctid) FROM app.documents"
              + " WHERE writer IS NOT NULL AND length(body) > 2000)");
      plant(
          events,
          ofEvents,
          "a row that was never committed",
          0,
          0,
          2,
          "INSERT INTO app.event_log (writer, row_no, write_no)"
              + " SELECT max(writer), 999999, 999999 FROM app.event_log");
    }
  }

  @Test
  void clientsSeeWhenReadsGoBackInTime() throws Exception {
    List<FleetDatabase> fleet = fleet(ServerRelease.PG15, "back_");
    try (Traffic traffic = Traffic.start(plan(fleet))) {
      untilWritten(traffic, 300);
      assertThat(traffic.stats()).allSatisfy(one -> assertThat(one.violations()).isZero());
      TestSql.run(
          fleet.get(1).admin(),
          "UPDATE shop.accounts SET balance = balance + 1 WHERE id = 3",
          "UPDATE shop.lists SET items = '{}'");
      TestSql.run(
          fleet.get(0).admin(),
          "ALTER TABLE catalog.reviews DISABLE TRIGGER USER",
          "UPDATE catalog.reviews SET write_no = 0 WHERE writer IS NOT NULL");
      untilWritten(traffic, 900);
      traffic.stop();
      assertThat(traffic.ledger("orders").violations())
          .anyMatch(text -> text.contains("balances that are off"))
          .anyMatch(text -> text.contains("does not begin as an earlier one"));
      assertThat(traffic.ledger("catalog").violations())
          .anyMatch(text -> text.contains("reads its catalog.reviews row"));
    }
  }

  @Test
  void aHeldWriteIsMeasuredWhileItLastsAndReadsAreNot() throws Exception {
    List<FleetDatabase> fleet = fleet(ServerRelease.PG15, "hold_");
    try (Traffic traffic = Traffic.start(plan(fleet));
        Connection connection = Connections.open(fleet.get(2).admin(), "test");
        Statement statement = connection.createStatement()) {
      untilWritten(traffic, 100);
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE app.events, app.documents, app.event_log IN SHARE MODE");
      long begun = System.nanoTime();
      traffic.markWindow("events");
      TimeUnit.MILLISECONDS.sleep(1_500);
      StallWindow held = traffic.window("events");
      double elapsed = (System.nanoTime() - begun) / 1e6;
      connection.rollback();
      run(1);
      StallWindow after = traffic.window("events");
      traffic.markWindow("events");
      run(1);
      assertThat(held.writeStallMillisMax()).isBetween(800.0, elapsed + 100);
      assertThat(after.writeStallMillisMax()).isGreaterThanOrEqualTo(held.writeStallMillisMax());
      assertThat(after.readStallMillisMax()).isLessThan(700);
      assertThat(traffic.window("events").writeStallMillisMax()).isLessThan(700);
      assertThat(traffic.stats().get(2).failedStatements()).isZero();
    }
  }

  /** Plants a fault and checks that exactly that is found in addition to what was. */
  private static void plant(
      Endpoint database,
      Ledger ledger,
      String what,
      int lost,
      int duplicated,
      int violations,
      String... sql) {
    LedgerVerdict before = LedgerCheck.check(ledger, database);
    TestSql.run(database, sql);
    LedgerVerdict after = LedgerCheck.check(ledger, database);
    assertThat(after.lostWrites() - before.lostWrites()).as("lost: " + what).isEqualTo(lost);
    assertThat(after.duplicatedWrites() - before.duplicatedWrites())
        .as("duplicated: " + what)
        .isEqualTo(duplicated);
    assertThat(after.violations() - before.violations())
        .as("violations: " + what)
        .isEqualTo(violations);
    assertThat(after.clean()).isFalse();
    assertThat(after.details()).isNotEmpty();
  }

  private static List<FleetDatabase> fleet(ServerRelease release, String prefix) {
    return DemoFleet.create(
        TestServers.server(release).endpoint("postgres"),
        new FleetPlan(2_000, 3, prefix, Secret.of("secret")),
        Progress.NONE);
  }

  private TrafficPlan plan(List<FleetDatabase> fleet) {
    return new TrafficPlan(fleet.stream().map(TrafficIT::target).toList(), TPS, SEED, directory);
  }

  private static TrafficTarget target(FleetDatabase database) {
    Endpoint to = database.application();
    String url = "jdbc:postgresql://" + to.host() + ":" + to.port() + "/" + to.database();
    return new TrafficTarget(
        database.workload().database(), database.workload(), url, to.user(), to.password());
  }

  private static void untilWritten(Traffic traffic, long writes) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (traffic.stats().stream().anyMatch(one -> one.acknowledgedWrites() < writes)) {
      assertThat(System.nanoTime()).as(() -> "too slow: " + traffic.stats()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** What is planted below needs a row to be planted in. */
  private static void untilThere(Endpoint database, String count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (TestSql.value(database, count).equals("0")) {
      assertThat(System.nanoTime()).as(count).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static void run(int seconds) throws InterruptedException {
    TimeUnit.SECONDS.sleep(seconds);
  }
}
