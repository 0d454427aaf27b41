package dev.daybreak.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.testkit.TestSql;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeStreamIT {
  @ParameterizedTest
  @CsvSource({"PG15, PG17", "PG14, PG18"})
  void appliesInsertsUpdatesAndDeletesOfQuotedTables(ServerRelease from, ServerRelease to) {
    try (Replica replica =
        Replica.create(
            from,
            to,
            "CREATE SCHEMA \"Sch é\"",
            "CREATE TABLE \"Sch é\".\"T ?\" (\"Id 1\" int, \"a?b\" text, \"k\" text,"
                + " PRIMARY KEY (\"Id 1\", \"k\"))")) {
      replica.start();
      replica.source(
          "INSERT INTO \"Sch é\".\"T ?\" VALUES (1, '', 'ä'), (2, NULL, 'ä'), (3, '?', '')",
          "UPDATE \"Sch é\".\"T ?\" SET \"a?b\" = 'x' WHERE \"Id 1\" = 2",
          "UPDATE \"Sch é\".\"T ?\" SET \"Id 1\" = 30, \"a?b\" = NULL WHERE \"Id 1\" = 3",
          "DELETE FROM \"Sch é\".\"T ?\" WHERE \"Id 1\" = 1");
      replica.catchUp();
      replica.assertEqual("\"Sch é\".\"T ?\"");
      assertThat(replica.stream().status().changes()).isEqualTo(6);
      assertThat(replica.stream().failure()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"PG15, PG17", "PG14, PG18"})
  void keepsUnchangedToastAndFollowsKeyUpdates(ServerRelease from, ServerRelease to) {
    try (Replica replica =
        Replica.create(
            from,
            to,
            "CREATE TABLE public.t (id int PRIMARY KEY, n int, big text, big2 bytea)",
            "ALTER TABLE public.t ALTER big SET STORAGE EXTERNAL, ALTER big2 SET STORAGE EXTERNAL",
            "CREATE TABLE public.f (n int, big text)",
            "ALTER TABLE public.f ALTER big SET STORAGE EXTERNAL")) {
      replica.start();
      replica.source(
          "INSERT INTO public.t SELECT g, g, repeat('é' || g, 20000),"
              + " decode(repeat('ab', 9000), 'hex') FROM generate_series(1, 3) g",
          "UPDATE public.t SET n = n + 1",
          "UPDATE public.t SET id = id + 100, n = 0",
          "UPDATE public.t SET big = '' WHERE id = 102",
          "INSERT INTO public.f VALUES (1, repeat('z', 50000)), (2, NULL)",
          "UPDATE public.f SET n = n + 10");
      replica.catchUp();
      replica.assertEqual("public.t");
      replica.assertEqual("public.f");
    }
  }

  @ParameterizedTest
  @CsvSource({"PG15, PG17", "PG14, PG18"})
  void findsRowsOfTablesWithoutKeyByTheirWholeText(ServerRelease from, ServerRelease to) {
    try (Replica replica =
        Replica.create(
            from,
            to,
            "CREATE TABLE public.d (n numeric, c char(5), j json, p point, x int, t text, ts"
                + " timestamptz, f float8, iv interval, g int GENERATED ALWAYS AS (x + 1) STORED)",
            "CREATE TABLE public.nothing (a int)",
            "ALTER TABLE public.nothing REPLICA IDENTITY NOTHING")) {
      replica.start();
      replica.source(
          "INSERT INTO public.d VALUES (1.1,'a','{}','(1,2)',1,'','infinity','-0','1 mon'),"
              + "(1.10,'a','{ }','(1,2)',1,'','infinity','0','30 days'),"
              + "(1.10,'a','{ }','(1,2)',1,'','infinity','0','30 days'),"
              + "(NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),"
              + "(NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL)",
          "UPDATE public.d SET t = 'new' WHERE j::text = '{ }' AND ctid = '(0,2)'",
          "UPDATE public.d SET t = 'was zero' WHERE f::text = '-0'",
          "DELETE FROM public.d WHERE ctid = '(0,4)'",
          "INSERT INTO public.nothing VALUES (1), (1)",
          "DELETE FROM public.nothing WHERE ctid = '(0,1)'");
      replica.catchUp();
      replica.assertEqual("public.d");
      replica.assertEqual("public.nothing");
      assertThat(TestSql.rows(replica.spec.to(), "SELECT * FROM public.d")).hasSize(4);
    }
  }

  @ParameterizedTest
  @CsvSource({"PG15, PG17", "PG14, PG18"})
  void movesRowsBetweenPartitionsAndTruncatesThem(ServerRelease from, ServerRelease to) {
    try (Replica replica =
        Replica.create(
            from,
            to,
            "CREATE TABLE public.p (id int, part text, v text, PRIMARY KEY (id, part))"
                + " PARTITION BY LIST (part)",
            "CREATE TABLE public.pa PARTITION OF public.p FOR VALUES IN ('a')",
            "CREATE TABLE public.pb PARTITION OF public.p FOR VALUES IN ('b')",
            "CREATE TABLE public.child (id int PRIMARY KEY, pid int, part text,"
                + " FOREIGN KEY (pid, part) REFERENCES public.p ON DELETE CASCADE)",
            "CREATE TABLE public.parent1 (id int PRIMARY KEY)",
            "CREATE TABLE public.child1 (id int PRIMARY KEY REFERENCES public.parent1)",
            "CREATE TABLE public.inh (id int PRIMARY KEY)",
            "CREATE TABLE public.inh_child (PRIMARY KEY (id)) INHERITS (public.inh)")) {
      replica.start();
      replica.source(
          "INSERT INTO public.p SELECT g, CASE WHEN g % 2 = 0 THEN 'a' ELSE 'b' END, 'v' || g"
              + " FROM generate_series(1, 20) g",
          "INSERT INTO public.child SELECT id, id, part FROM public.p WHERE id > 10",
          "UPDATE public.p SET part = 'b', v = 'moved' WHERE id = 2",
          "DELETE FROM public.p WHERE id = 12",
          "INSERT INTO public.parent1 VALUES (1)",
          "INSERT INTO public.child1 VALUES (1)",
          "INSERT INTO public.inh VALUES (1), (2)",
          "INSERT INTO public.inh_child VALUES (1), (2)",
          "DELETE FROM ONLY public.inh WHERE id = 1");
      replica.catchUp();
      for (String table : List.of("p", "pa", "pb", "child", "inh", "inh_child")) {
        replica.assertEqual("public." + table);
      }
      replica.source(
          "TRUNCATE public.parent1, public.child1",
          "TRUNCATE public.p CASCADE",
          "INSERT INTO public.p VALUES (1, 'a', 'after')");
      replica.catchUp();
      for (String table : List.of("p", "pa", "pb", "child", "parent1", "child1")) {
        replica.assertEqual("public." + table);
      }
    }
  }

  @Test
  void insertsAndUpdatesIdentityAlwaysAndLeavesGeneratedColumnsToTheTarget() {
    try (Replica replica =
        Replica.create(
            ServerRelease.PG15,
            ServerRelease.PG17,
            "CREATE TABLE public.i (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text,"
                + " g text GENERATED ALWAYS AS ('<' || v || '>') STORED)",
            "CREATE TABLE public.s (id uuid PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY,"
                + " v text, big text)",
            "ALTER TABLE public.s ALTER big SET STORAGE EXTERNAL",
            "CREATE TABLE public.only (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)")) {
      replica.start();
      replica.source(
          "INSERT INTO public.i (v) VALUES ('a'), ('b'), (NULL)",
          "UPDATE public.i SET v = v || '!'",
          "UPDATE public.i SET id = DEFAULT WHERE id = 2",
          "INSERT INTO public.s (id, v, big) SELECT gen_random_uuid(), 'v', repeat('x', 9000)"
              + " FROM generate_series(1, 5)",
          "UPDATE public.s SET v = 'w' WHERE seq < 3",
          "UPDATE public.s SET seq = DEFAULT WHERE seq = 4",
          "UPDATE public.s SET v = 'z' WHERE seq > 3",
          "INSERT INTO public.only DEFAULT VALUES",
          "UPDATE public.only SET id = DEFAULT");
      replica.catchUp();
      for (String table : List.of("i", "s", "only")) {
        replica.assertEqual("public." + table);
      }
    }
  }

  @Test
  void tagsTargetTransactionsWithTheSourceRangeTheyCarry() {
    try (Replica replica =
        Replica.create(
            ServerRelease.PG15,
            ServerRelease.PG17,
            CdcOptions.defaults().withHeartbeat(Duration.ZERO),
            "CREATE TABLE public.t (id int PRIMARY KEY)")) {
      String first = TestSql.value(replica.spec.to(), "SELECT position FROM daybreak.applied");
      replica.target(
          "CREATE PUBLICATION nothing",
          "SELECT pg_create_logical_replication_slot('tap_"
              + replica.spec.channel()
              + "', 'pgoutput')");
      replica.start();
      replica.source("INSERT INTO public.t VALUES (1)");
      replica.catchUp();
      String last = TestSql.value(replica.spec.to(), "SELECT position FROM daybreak.applied");
      List<String> messages =
          TestSql.rows(
              replica.spec.to(),
              "SELECT encode(data, 'escape') FROM pg_logical_slot_get_binary_changes('tap_"
                  + replica.spec.channel()
                  + "', NULL, NULL, 'proto_version', '1',"
                  + " 'publication_names', 'nothing', 'messages', 'true')"
                  + " WHERE get_byte(data, 0) = ascii('M')");
      replica.target("SELECT pg_drop_replication_slot('tap_" + replica.spec.channel() + "')");
      assertThat(messages).isNotEmpty();
      assertThat(messages.get(0)).contains(replica.spec.channel() + " " + first + " ");
      assertThat(messages.get(messages.size() - 1)).endsWith(" " + last);
    }
  }

  @Test
  void stopsWhenARowIsMissingOnTheTarget() {
    try (Replica replica =
        Replica.create(
            ServerRelease.PG15,
            ServerRelease.PG17,
            "CREATE TABLE public.t (id int PRIMARY KEY, v text)")) {
      replica.start();
      replica.source("INSERT INTO public.t VALUES (1, 'a'), (2, 'b')");
      replica.catchUp();
      replica.target("DELETE FROM public.t WHERE id = 2");
      replica.source("UPDATE public.t SET v = 'secret'");
      assertThatThrownBy(replica::catchUp)
          .isInstanceOfSatisfying(
              MigrationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_ROW_MISSED))
          .hasMessageContaining("public.t")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void stopsAtATableThatWasAddedAndAtAColumnThatWasChanged() {
    try (Replica added =
            Replica.create(
                ServerRelease.PG15, ServerRelease.PG17, "CREATE TABLE public.t (id int)");
        Replica changed =
            Replica.create(
                ServerRelease.PG15,
                ServerRelease.PG17,
                "CREATE TABLE public.t (id int PRIMARY KEY, v varchar(3))")) {
      added.start();
      changed.start();
      added.source(
          "CREATE TABLE public.fresh (id int PRIMARY KEY)", "INSERT INTO public.fresh VALUES (1)");
      changed.source(
          "INSERT INTO public.t VALUES (1, 'abc')",
          "ALTER TABLE public.t ALTER v TYPE varchar(2) USING 'ab'",
          "INSERT INTO public.t VALUES (2, 'ab')");
      assertThatThrownBy(added::catchUp)
          .isInstanceOfSatisfying(
              MigrationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_TABLE_ADDED));
      assertThatThrownBy(changed::catchUp)
          .isInstanceOfSatisfying(
              MigrationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DDL_CHANGED));
      assertThat(
              TestSql.rows(
                  changed.spec.to(), "SELECT table_name FROM daybreak.table_mark WHERE stopped"))
          .containsExactly("t");
    }
  }

  @Test
  void leavesOutWhatWasDroppedBeforeItsChangesAreApplied() {
    try (Replica replica =
        Replica.create(
            ServerRelease.PG15,
            ServerRelease.PG17,
            "CREATE TABLE public.t (id int PRIMARY KEY, v text)")) {
      replica.source(
          "CREATE TABLE public.passing (id int PRIMARY KEY)",
          "INSERT INTO public.passing SELECT generate_series(1, 9)",
          "INSERT INTO public.t VALUES (1, 'a')",
          "TRUNCATE public.t, public.passing",
          "INSERT INTO public.t VALUES (1, 'b'), (2, 'b'), (3, 'b')",
          "DROP TABLE public.passing",
          "ALTER TABLE public.t ADD COLUMN passing text DEFAULT 'x'",
          "UPDATE public.t SET v = 'c', passing = 'y' WHERE id = 1",
          "DELETE FROM public.t WHERE id = 2",
          "INSERT INTO public.t VALUES (4, 'd', 'z')",
          "ALTER TABLE public.t DROP COLUMN passing",
          "INSERT INTO public.t VALUES (5, 'e')");
      replica.start();
      replica.catchUp();
      replica.assertEqual("public.t");
    }
  }

  @Test
  void aColumnThatMayHaveAnotherNameByNowStopsTheStreamAndIsNoted() {
    try (Replica replica =
        Replica.create(
            ServerRelease.PG15,
            ServerRelease.PG17,
            "CREATE TABLE public.t (id int PRIMARY KEY, v text)")) {
      replica.source(
          "ALTER TABLE public.t ADD COLUMN first text",
          "INSERT INTO public.t VALUES (1, 'a', 'b')",
          "ALTER TABLE public.t RENAME COLUMN first TO second");
      replica.start();
      assertThatThrownBy(replica::catchUp)
          .isInstanceOfSatisfying(
              MigrationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DDL_CHANGED))
          .hasMessageContaining("column first of table public.t");
      assertThat(
              TestSql.rows(
                  replica.spec.to(), "SELECT table_name FROM daybreak.table_mark WHERE stopped"))
          .containsExactly("t");
    }
  }

  @Test
  void followsTablesAndColumnsUnderOtherNames() {
    try (Replica replica =
        Replica.create(
            ServerRelease.PG15,
            ServerRelease.PG17,
            "CREATE TABLE public.t (id int PRIMARY KEY, v text, was text)")) {
      replica.source(
          "INSERT INTO public.t VALUES (1, 'a', 'x')",
          "ALTER TABLE public.t RENAME TO away",
          "INSERT INTO public.away VALUES (2, 'b', 'y')",
          "ALTER TABLE public.away RENAME TO t",
          "ALTER TABLE public.t RENAME COLUMN was TO became",
          "INSERT INTO public.t VALUES (3, 'c', 'z')",
          "UPDATE public.t SET became = 'w' WHERE id = 1");
      String oid = TestSql.value(replica.spec.from(), "SELECT 'public.t'::regclass::oid");
      String position = TestSql.value(replica.spec.from(), "SELECT pg_current_wal_insert_lsn()");
      replica.target(
          "ALTER TABLE public.t RENAME COLUMN was TO became",
          "INSERT INTO daybreak.table_mark VALUES ('public', 't', " + oid + ", 0, '', '', '{}')",
          "INSERT INTO daybreak.column_alias VALUES ('public', 't', 'was', 'became', '"
              + position
              + "')");
      replica.start();
      replica.catchUp();
      replica.assertEqual("public.t");
    }
  }

  @Test
  void namesTheConstraintThatRefusesARowAndNotTheValue() {
    try (Replica replica =
        Replica.create(
            ServerRelease.PG15,
            ServerRelease.PG17,
            "CREATE TABLE public.t (id int PRIMARY KEY, v text UNIQUE)")) {
      replica.start();
      replica.target("INSERT INTO public.t VALUES (7, 'secret')");
      replica.source("INSERT INTO public.t VALUES (1, 'ok'), (2, 'secret')");
      assertThatThrownBy(replica::catchUp)
          .isInstanceOfSatisfying(
              MigrationException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT);
                assertThat(e.line()).contains("t_v_key").doesNotContain("secret");
                assertThat(String.valueOf(e.getCause())).doesNotContain("secret");
              });
    }
  }
}
