package dev.daybreak.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.LoadStage.HeldSnapshot;
import dev.daybreak.kernel.stage.LoadStage.LoadReport;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.ReplicationDoor;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyLoadIT {
  private static final AtomicInteger SLOTS = new AtomicInteger();
  private static final LoadOptions SMALL_CHUNKS = new LoadOptions(2, 64 * 1024);
  private static final String[] TABLES = {
    "CREATE SCHEMA \"Sch é\"",
    "CREATE TABLE \"Sch é\".\"T 'x\" (\"Id\" int PRIMARY KEY, \"ü\" text, n numeric)",
    "CREATE TABLE public.wide (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text,"
        + " b text GENERATED ALWAYS AS (a || '!') STORED, ts timestamptz, j jsonb, arr int[])",
    "CREATE TYPE public.mood AS ENUM ('so so', 'glad')",
    "CREATE TABLE public.nokey (m public.mood, f float8, x text)",
    "CREATE TABLE public.nocolumns ()",
    "CREATE TABLE public.only_generated (g int GENERATED ALWAYS AS (1) STORED)",
    "CREATE UNLOGGED TABLE public.unlogged (a int)",
    "CREATE TABLE public.empty (a int)",
    "CREATE TABLE public.p (id int, v text) PARTITION BY RANGE (id)",
    "CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (100)",
    "CREATE TABLE public.p2 PARTITION OF public.p DEFAULT",
    "CREATE TABLE public.inh (a int)",
    "CREATE TABLE public.inh_child (b int) INHERITS (public.inh)",
  };
  private static final String[] ROWS = {
    "INSERT INTO \"Sch é\".\"T 'x\" VALUES (1, '', 1.10), (2, NULL, 'NaN'),"
        + " (3, E'a\\tb\\\\n\\n\\r\\\\.', '-Infinity')",
    "INSERT INTO public.wide (a, ts, j, arr) SELECT repeat('ä' || g, g % 50), CASE WHEN g % 7 = 0"
        + " THEN 'infinity' ELSE timestamptz '2000-01-01' + g * interval '1 h' END,"
        + " jsonb_build_object('g', g), ARRAY[g, NULL] FROM generate_series(1, 20000) g",
    "INSERT INTO public.nokey SELECT 'so so', '-0', NULL FROM generate_series(1, 5)",
    "INSERT INTO public.nokey VALUES ('glad', 'NaN', ''), (NULL, '-Infinity', '\\N')",
    "INSERT INTO public.nocolumns SELECT FROM generate_series(1, 4)",
    "INSERT INTO public.only_generated DEFAULT VALUES",
    "INSERT INTO public.unlogged VALUES (1), (NULL)",
    "INSERT INTO public.p SELECT g, 'v' || g FROM generate_series(0, 199) g",
    "INSERT INTO public.inh VALUES (1), (2)",
    "INSERT INTO public.inh_child VALUES (1, 1), (3, NULL)",
  };
  private static final List<String> NAMES =
      List.of(
          "\"Sch é\".\"T 'x\"",
          "public.wide",
          "public.nokey",
          "public.nocolumns",
          "public.only_generated",
          "public.unlogged",
          "public.empty",
          "public.p1",
          "public.p2",
          "public.inh",
          "public.inh_child");

  @ParameterizedTest
  @CsvSource({"PG15, PG17", "PG14, PG18"})
  void copiesEveryKindOfTableWithTheSameText(ServerRelease from, ServerRelease to) {
    Pairing pairing = pairing(from, to);
    TestSql.run(pairing.source(), ROWS);
    List<Progress.Step> steps = Collections.synchronizedList(new ArrayList<>());
    LoadReport report =
        new CopyLoadStage(SMALL_CHUNKS).load(pairing, () -> snapshot(pairing), steps::add);
    assertSame(pairing);
    long rows =
        NAMES.stream().mapToLong(name -> Long.parseLong(count(pairing.source(), name))).sum();
    assertThat(report.rows()).isEqualTo(rows);
    assertThat(report.tables()).isEqualTo(NAMES.size());
    assertThat(steps.get(steps.size() - 1).done()).isGreaterThanOrEqualTo(rows);
    assertThat(TestSql.value(pairing.target(), "SELECT count(*) FROM daybreak.load_chunk"))
        .satisfies(chunks -> assertThat(Integer.parseInt(chunks)).isGreaterThan(NAMES.size() + 5));
    assertThat(TestSql.rows(pairing.target(), "SELECT 1 FROM daybreak.load_table WHERE NOT done"))
        .isEmpty();
  }

  /** Tables of extensions: with rows of users, with none, in another version, without rights. */
  @Test
  void copiesWhatUsersKeepInExtensions() {
    Pairing pairing =
        new Pairing(
            new MigrationId("shipped"),
            TestServers.database(ServerRelease.PG15, "shipped source"),
            TestServers.database(ServerRelease.PG17, "shipped target"));
    String[] both = {
      "CREATE TABLE public.kinds (id integer PRIMARY KEY, name text)",
      "CREATE TABLE public.jobs (id integer PRIMARY KEY, kind integer REFERENCES public.kinds)",
      "INSERT INTO public.kinds VALUES (1, 'shipped')",
      "ALTER EXTENSION plpgsql ADD TABLE public.kinds",
      "ALTER EXTENSION plpgsql ADD TABLE public.jobs",
      "UPDATE pg_extension SET extconfig = ARRAY['public.kinds'::regclass::oid],"
          + " extcondition = ARRAY['WHERE id > 100'] WHERE extname = 'plpgsql'"
    };
    TestSql.run(pairing.source(), both);
    TestSql.run(pairing.target(), both);
    TestSql.run(
        pairing.target(),
        "INSERT INTO public.kinds VALUES (2, 'new')",
        "INSERT INTO public.jobs VALUES (1, 2)",
        "ALTER TABLE public.kinds ADD COLUMN since integer DEFAULT 9");
    TestSql.run(
        pairing.source(),
        "INSERT INTO public.kinds VALUES (101, 'mine')",
        "INSERT INTO public.jobs VALUES (7, 101)",
        "CREATE TABLE public.inner_life (a integer)",
        "INSERT INTO public.inner_life VALUES (1)",
        "ALTER EXTENSION plpgsql ADD TABLE public.inner_life");
    CopyLoadStage stage = new CopyLoadStage(SMALL_CHUNKS);

    stage.load(pairing, () -> snapshot(pairing), Progress.NONE);

    assertThat(TestSql.rows(pairing.target(), "SELECT * FROM public.kinds ORDER BY 1"))
        .containsExactly("1|shipped|9", "101|mine|9");
    assertThat(TestSql.rows(pairing.target(), "SELECT * FROM public.jobs"))
        .containsExactly("7|101");
    TestSql.run(
        pairing.source(),
        "UPDATE pg_extension SET extconfig = ARRAY['public.inner_life'::regclass::oid],"
            + " extcondition = ARRAY[''] WHERE extname = 'plpgsql'");
    assertThatThrownBy(() -> stage.load(pairing, () -> snapshot(pairing), Progress.NONE))
        .hasMessageContaining("public.inner_life");
  }

  @Test
  void copiesOnlyTheSnapshotAndNothingTwiceWhenCalledAgain() {
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG17);
    TestSql.run(pairing.source(), "INSERT INTO public.empty SELECT generate_series(1, 10)");
    CopyLoadStage stage = new CopyLoadStage(SMALL_CHUNKS);
    stage.load(
        pairing,
        () -> {
          HeldSnapshot held = snapshot(pairing);
          TestSql.run(
              pairing.source(), "DELETE FROM public.empty", "INSERT INTO public.inh VALUES (9)");
          return held;
        },
        Progress.NONE);
    assertThat(count(pairing.target(), "public.empty")).isEqualTo("10");
    assertThat(count(pairing.target(), "public.inh")).isEqualTo("0");
    assertThat(stage.load(pairing, () -> snapshot(pairing), Progress.NONE).rows()).isEqualTo(10);
    assertThat(count(pairing.target(), "public.empty")).isEqualTo("10");
  }

  @Test
  void resumesAfterItsConnectionsWereEndedAgainAndAgain() {
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG17);
    TestSql.run(pairing.source(), ROWS);
    CopyLoadStage stage = new CopyLoadStage(SMALL_CHUNKS);
    int failures = 0;
    for (int kill = 1; kill <= 9; kill += 2) {
      AtomicInteger reports = new AtomicInteger();
      int at = kill;
      Endpoint victim = kill % 4 == 1 ? pairing.source() : pairing.target();
      try {
        stage.load(
            pairing,
            () -> snapshot(pairing),
            step -> {
              if (reports.incrementAndGet() == at / 3 + 1) {
                terminate(victim);
              }
            });
      } catch (MigrationException e) {
        failures++;
        assertThat(e.code())
            .isIn(ErrorCode.SOURCE_CONNECTION_LOST, ErrorCode.TARGET_CONNECTION_LOST);
        assertThat(e.code().retrySafe()).isTrue();
      }
    }
    assertThat(failures).isPositive();
    stage.load(pairing, () -> snapshot(pairing), Progress.NONE);
    assertSame(pairing);
  }

  @Test
  void stopsSoonWhenInterruptedAndGoesOnLater() {
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG17);
    TestSql.run(pairing.source(), ROWS);
    CopyLoadStage stage = new CopyLoadStage(SMALL_CHUNKS);
    Thread loader = Thread.currentThread();
    assertThatThrownBy(
            () -> stage.load(pairing, () -> snapshot(pairing), step -> loader.interrupt()))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
    assertThat(Thread.interrupted()).isTrue();
    stage.load(pairing, () -> snapshot(pairing), Progress.NONE);
    assertSame(pairing);
  }

  @Test
  void refusesTargetTablesThatHoldRowsOrLookDifferent() {
    Pairing full = pairing(ServerRelease.PG15, ServerRelease.PG17);
    TestSql.run(full.target(), "INSERT INTO public.empty VALUES (1)");
    assertRefused(full, ErrorCode.TARGET_NOT_EMPTY);
    assertThat(count(full.target(), "public.empty")).isEqualTo("1");
    Pairing added = pairing(ServerRelease.PG15, ServerRelease.PG17);
    TestSql.run(added.source(), "CREATE TABLE public.fresh (a int)");
    assertRefused(added, ErrorCode.SOURCE_TABLE_ADDED);
    Pairing changed = pairing(ServerRelease.PG15, ServerRelease.PG17);
    TestSql.run(changed.source(), "ALTER TABLE public.empty ADD b int");
    assertRefused(changed, ErrorCode.SOURCE_DDL_CHANGED);
  }

  private static void assertRefused(Pairing pairing, ErrorCode code) {
    assertThatThrownBy(
            () ->
                new CopyLoadStage(SMALL_CHUNKS)
                    .load(pairing, () -> snapshot(pairing), Progress.NONE))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void assertSame(Pairing pairing) {
    for (String name : NAMES) {
      String query = "SELECT t::text FROM ONLY " + name + " t ORDER BY 1";
      assertThat(TestSql.rows(pairing.target(), query))
          .as(name)
          .isEqualTo(TestSql.rows(pairing.source(), query));
    }
  }

  private static String count(Endpoint endpoint, String name) {
    return TestSql.value(endpoint, "SELECT count(*) FROM ONLY " + name);
  }

  private static void terminate(Endpoint endpoint) {
    TestSql.run(
        endpoint,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'daybreak load'"
            + " AND pid <> pg_backend_pid()");
  }

  private static Pairing pairing(ServerRelease from, ServerRelease to) {
    Endpoint source = TestServers.database(from, "load source");
    Endpoint target = TestServers.database(to, "load target");
    TestSql.run(source, TABLES);
    TestSql.run(target, TABLES);
    return new Pairing(new MigrationId("load"), source, target);
  }

  private static HeldSnapshot snapshot(Pairing pairing) {
    return ReplicationDoor.createSlot(
        pairing.source(),
        "load_" + ProcessHandle.current().pid() + "_" + SLOTS.incrementAndGet(),
        true,
        Side.SOURCE);
  }
}
