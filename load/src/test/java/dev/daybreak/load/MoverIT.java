package dev.daybreak.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cdc.CdcOptions;
import dev.daybreak.cdc.PgOutputChangeStage;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.Connections;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copy and stream together, under writes, with everything that can be ended being ended. */
class MoverIT {
  private static final Duration BUDGET = Duration.ofSeconds(40);
  private static final String ROWS_OF_ACCOUNT =
      "SELECT sum(balance), count(*), md5(string_agg(id || ':' || balance || ':' || md5(note), ','"
          + " ORDER BY id)), (SELECT count(*) FROM public.ledger) FROM public.account";

  @ParameterizedTest
  @CsvSource({"PG15, PG17, 11", "PG14, PG18, 12"})
  void arrivesWholeThoughBackendsEndAndStreamsCloseAtRandom(
      ServerRelease from, ServerRelease to, long seed) throws Exception {
    System.err.println("seed=" + seed);
    Random random = new Random(seed);
    Endpoint source = TestServers.database(from, "bank source");
    Endpoint target = TestServers.database(to, "bank target");
    TestSql.run(source, Bank.TABLES);
    TestSql.run(source, Bank.ROWS);
    TestSql.run(target, Bank.TABLES);
    Pairing pairing = new Pairing(new MigrationId("bank" + seed), source, target);
    StreamSpec spec = new StreamSpec(pairing.id(), source, target, 1);
    PgOutputChangeStage cdc = new PgOutputChangeStage(CdcOptions.defaults().withBatchChanges(50));
    cdc.prepare(spec);
    int interruptions;
    try (Bank bank = new Bank(source, 2, seed)) {
      interruptions = loadUntilDone(pairing, spec, cdc);
      harass(spec, cdc, random);
      cutOften(spec, cdc);
      assertThat(bank.transfers()).isGreaterThan(100);
    }
    try (ChangeStream stream = cdc.start(spec)) {
      stream.awaitApplied(stream.sentinel(), BUDGET);
      assertThat(stream.failure()).isEmpty();
    }
    assertThat(interruptions).isPositive();
    for (String name : Bank.NAMES) {
      String query = "SELECT md5(t::text) FROM " + name + " t ORDER BY 1";
      assertThat(TestSql.rows(target, query)).as(name).isEqualTo(TestSql.rows(source, query));
    }
    assertThat(TestSql.value(target, "SELECT sum(balance)::int FROM public.account"))
        .isEqualTo(Integer.toString(Bank.ACCOUNTS * 100));
    cdc.dismantle(spec);
    cdc.purge(spec);
  }

  private static int loadUntilDone(Pairing pairing, StreamSpec spec, PgOutputChangeStage cdc) {
    CopyLoadStage load = new CopyLoadStage(new LoadOptions(2, 512 * 1024));
    int interruptions = 0;
    while (true) {
      int kills = interruptions;
      AtomicInteger reports = new AtomicInteger();
      try {
        load.load(
            pairing,
            () -> cdc.snapshot(spec),
            step -> {
              if (reports.incrementAndGet() == 2 && kills < 3) {
                terminate(kills % 2 == 0 ? pairing.source() : pairing.target(), "daybreak load");
              }
            });
        return interruptions;
      } catch (MigrationException e) {
        assertThat(e.code().retrySafe()).as(e.line()).isTrue();
        interruptions++;
      }
    }
  }

  private static void harass(StreamSpec spec, PgOutputChangeStage cdc, Random random)
      throws InterruptedException {
    for (int round = 0; round < 4; round++) {
      try (ChangeStream stream = cdc.start(spec)) {
        for (int i = 0; i < 6; i++) {
          Thread.sleep(random.nextInt(120));
          switch (random.nextInt(3)) {
            case 0 -> terminate(spec.to(), "daybreak apply");
            case 1 -> terminate(spec.from(), "daybreak stream");
            default -> terminate(spec.from(), "daybreak sentinel");
          }
          assertThat(stream.failure()).isEmpty();
        }
        Thread.sleep(random.nextInt(200));
      }
    }
  }

  private static void cutOften(StreamSpec spec, PgOutputChangeStage cdc) throws SQLException {
    try (ChangeStream stream = cdc.start(spec)) {
      for (int i = 0; i < 5; i++) {
        try (ChangeStream.HeldCut held = stream.align(BUDGET)) {
          String left = under(spec.from(), held.cut().source().snapshot());
          String right = under(spec.to(), held.cut().targetSnapshot());
          assertThat(right).isEqualTo(left).startsWith(Bank.ACCOUNTS * 100 + "|");
        }
      }
    }
  }

  private static String under(Endpoint endpoint, String snapshot) throws SQLException {
    try (Connection connection = Connections.open(endpoint, "test");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
      try (ResultSet row = statement.executeQuery(ROWS_OF_ACCOUNT)) {
        row.next();
        return row.getBigDecimal(1).intValueExact()
            + "|"
            + row.getLong(2)
            + "|"
            + row.getString(3)
            + "|"
            + row.getLong(4);
      }
    }
  }

  private static void terminate(Endpoint endpoint, String application) {
    TestSql.run(
        endpoint,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name LIKE '"
            + application
            + "%' AND pid <> pg_backend_pid()");
  }
}
