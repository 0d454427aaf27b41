package dev.daybreak.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.Connections;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationIT {
  private static final String IDENTITIES =
      "SELECT relname, relreplident FROM pg_class WHERE relkind = 'r' AND relname LIKE 'x%'"
          + " ORDER BY 1";
  private static final String LEFT_BEHIND =
      "SELECT pubname FROM pg_publication UNION ALL SELECT nspname FROM pg_namespace"
          + " WHERE nspname = 'daybreak' UNION ALL SELECT slot_name FROM pg_replication_slots"
          + " WHERE database = current_database()";

  private final PgOutputChangeStage stage = new PgOutputChangeStage(CdcOptions.defaults());

  private static StreamSpec spec(String id) {
    Endpoint source = TestServers.database(ServerRelease.PG15, "prep");
    Endpoint target = TestServers.database(ServerRelease.PG17, "prep");
    return new StreamSpec(new MigrationId(id), source, target, 1);
  }

  @Test
  void listsWhatItAddsAddsItAndTakesItAwayAgain() {
    StreamSpec spec = spec("listing");
    TestSql.run(
        spec.from(),
        "CREATE TABLE public.x1 (a int)",
        "CREATE TABLE public.x2 (a int PRIMARY KEY DEFERRABLE)",
        "CREATE TABLE public.x3 (a int PRIMARY KEY)",
        "CREATE TABLE public.x4 (a int)",
        "ALTER TABLE public.x4 REPLICA IDENTITY NOTHING");
    assertThat(stage.additions(spec)).hasSize(7);
    assertThat(String.join("\n", stage.additions(spec)))
        .contains("ALTER TABLE \"public\".\"x1\" REPLICA IDENTITY FULL")
        .contains("CREATE PUBLICATION \"daybreak_listing\" FOR ALL TABLES")
        .contains("CREATE_REPLICATION_SLOT \"daybreak_listing_1\"")
        .doesNotContain("x3");
    assertThat(TestSql.rows(spec.from(), LEFT_BEHIND)).isEmpty();
    stage.prepare(spec);
    assertThat(stage.additions(spec)).isEmpty();
    stage.prepare(spec);
    assertThat(TestSql.rows(spec.from(), IDENTITIES))
        .containsExactly("x1|f", "x2|f", "x3|d", "x4|f");
    stage.dismantle(spec);
    stage.purge(spec);
    assertThat(TestSql.rows(spec.from(), IDENTITIES))
        .containsExactly("x1|d", "x2|d", "x3|d", "x4|n");
    assertThat(TestSql.rows(spec.from(), LEFT_BEHIND)).isEmpty();
    assertThat(TestSql.rows(spec.to(), LEFT_BEHIND)).isEmpty();
    stage.dismantle(spec);
    stage.purge(spec);
  }

  /** The live validator notes what it sets on the applying side in that side's own notes. */
  @Test
  void purgeFollowsTheNotesOfASideAboutItself() {
    StreamSpec spec = spec("own");
    TestSql.run(spec.to(), "CREATE TABLE public.x1 (a int)");
    stage.prepare(spec);
    String object = spec.to().host() + ":" + spec.to().port() + "/" + spec.to().database() + " x1";
    TestSql.run(
        spec.to(),
        "INSERT INTO daybreak.addition (kind, object, undo) VALUES ('replica_identity', "
            + Names.literal(object)
            + ", 'ALTER TABLE public.x1 REPLICA IDENTITY DEFAULT')",
        "ALTER TABLE public.x1 REPLICA IDENTITY FULL");
    stage.dismantle(spec);
    stage.purge(spec);
    assertThat(TestSql.rows(spec.to(), IDENTITIES)).containsExactly("x1|d");
    assertThat(TestSql.rows(spec.to(), LEFT_BEHIND)).isEmpty();
  }

  @Test
  void makesTheSlotAnewWhenItsPositionWasNeverStored() {
    StreamSpec spec = spec("halfway");
    stage.prepare(spec);
    TestSql.run(spec.to(), "DELETE FROM daybreak.applied");
    String old = confirmed(spec);
    TestSql.run(spec.from(), "CREATE TABLE public.t (a int)");
    stage.prepare(spec);
    assertThat(confirmed(spec)).isNotEqualTo(old);
    stage.start(spec).close();
    stage.dismantle(spec);
  }

  @Test
  void refusesASlotThatIsGoneOrWasAdvanced() {
    StreamSpec gone = spec("gone");
    stage.prepare(gone);
    TestSql.run(gone.from(), "SELECT pg_drop_replication_slot('daybreak_gone_1')");
    assertCode(() -> stage.prepare(gone), ErrorCode.SOURCE_SLOT_LOST);
    assertCode(() -> stage.start(gone), ErrorCode.SOURCE_SLOT_LOST);
    StreamSpec advanced = spec("advanced");
    stage.prepare(advanced);
    TestSql.run(
        advanced.from(),
        "SET synchronous_commit = on",
        "CREATE TABLE public.t (a int)",
        "INSERT INTO public.t VALUES (1)",
        "SELECT pg_replication_slot_advance('daybreak_advanced_1', pg_current_wal_insert_lsn())");
    assertCode(() -> stage.start(advanced), ErrorCode.SOURCE_SLOT_LOST);
    stage.dismantle(advanced);
  }

  @Test
  void givesUpASlotThatWaitsForAnOpenTransaction() throws Exception {
    StreamSpec spec = spec("waiting");
    PgOutputChangeStage impatient =
        new PgOutputChangeStage(
            new CdcOptions(
                1 << 20,
                1 << 20,
                100,
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                Path.of(System.getProperty("java.io.tmpdir"))));
    try (Connection open = Connections.open(spec.from(), "test");
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute("CREATE TABLE public.unfinished (a int)");
      assertCode(() -> impatient.prepare(spec), ErrorCode.TIMED_OUT);
      open.rollback();
    }
    impatient.prepare(spec);
    impatient.dismantle(spec);
  }

  @Test
  void namesAWrongWalLevelAMissingRightAndAFullSlotTable(@TempDir Path directory) {
    StreamSpec spec = spec("rights");
    TestSql.run(
        spec.from(),
        "DROP ROLE IF EXISTS plain",
        "CREATE ROLE plain LOGIN REPLICATION",
        "GRANT ALL ON DATABASE \"" + spec.from().database() + "\" TO plain");
    StreamSpec weak =
        new StreamSpec(
            spec.id(), spec.from().withLogin("plain", spec.from().password()), spec.to(), 1);
    assertCode(() -> stage.prepare(weak), ErrorCode.SOURCE_RIGHT_MISSING);
    TestSql.run(spec.from(), "DROP OWNED BY plain", "DROP ROLE plain");
    try (EmbeddedServer full =
            EmbeddedServer.start(
                ServerRelease.PG15,
                directory.resolve("full"),
                Map.of("wal_level", "logical", "max_replication_slots", "1", "fsync", "off"));
        EmbeddedServer replica =
            EmbeddedServer.start(
                ServerRelease.PG15,
                directory.resolve("replica"),
                Map.of("wal_level", "replica", "fsync", "off"))) {
      TestSql.run(
          full.endpoint("postgres"),
          "SELECT pg_create_logical_replication_slot('taken', 'pgoutput')");
      assertCode(
          () -> stage.prepare(new StreamSpec(spec.id(), full.endpoint("postgres"), spec.to(), 2)),
          ErrorCode.SOURCE_NO_FREE_SLOT);
      assertCode(
          () ->
              stage.prepare(new StreamSpec(spec.id(), replica.endpoint("postgres"), spec.to(), 3)),
          ErrorCode.SOURCE_WAL_LEVEL);
    }
  }

  private static String confirmed(StreamSpec spec) {
    return TestSql.value(
        spec.from(),
        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
            + spec.channel()
            + "'");
  }

  private static void assertCode(Runnable work, ErrorCode code) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
