package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.SchemaStage;
import dev.daybreak.kernel.stage.SchemaStage.Half;
import dev.daybreak.testkit.TestSql;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A target that holds a copy follows the source's schema, or refuses to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AmendIT {
  private SchemaStage stage;
  private Pairing pairing;

  @BeforeAll
  void aCopy() {
    pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG17, "amend");
    TestSql.run(
        pairing.source(),
        "CREATE TABLE public.room (id integer PRIMARY KEY, code varchar(3), n integer, gone text"
            + " NOT NULL, kept numeric(6,2) NOT NULL)",
        "CREATE TABLE public.split (id integer, at date) PARTITION BY RANGE (at)",
        "CREATE TABLE public.split_a PARTITION OF public.split"
            + " FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
        "CREATE INDEX split_at ON public.split (at)",
        "CREATE TABLE public.useless (a integer)",
        "CREATE VIEW public.rooms AS SELECT id, n FROM public.room",
        "CREATE VIEW public.all_rooms AS SELECT id FROM public.rooms",
        "CREATE INDEX room_n ON public.room (n)",
        "CREATE TYPE public.colour AS ENUM ('red', 'blue')",
        "CREATE FUNCTION public.twice(i integer) RETURNS integer LANGUAGE sql AS 'SELECT 2 * i'",
        "GRANT SELECT ON public.room TO amend_reader");
    stage = Decisions.about(new PostgresSchemaStage(), pairing);
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(stage.verify(pairing)).isEmpty();
  }

  @Test
  void everySafeChangeIsCarriedOverAndVerifies() {
    TestSql.run(
        pairing.source(),
        "ALTER TABLE public.room ADD COLUMN note text, ADD COLUMN flag boolean NOT NULL DEFAULT true,"
            + " ALTER COLUMN kept TYPE numeric(9,2), ALTER COLUMN kept DROP NOT NULL,"
            + " ALTER COLUMN n SET NOT NULL, DROP COLUMN gone",
        "ALTER TABLE public.room ALTER COLUMN code TYPE varchar(30)",
        "ALTER TABLE public.room ADD CONSTRAINT positive CHECK (id > 0), ADD UNIQUE (code)",
        "DROP INDEX public.room_n",
        "CREATE INDEX room_n ON public.room (n DESC)",
        "DROP VIEW public.all_rooms, public.rooms",
        "CREATE VIEW public.rooms AS SELECT id, note, n FROM public.room",
        "CREATE VIEW public.all_rooms AS SELECT id FROM public.rooms",
        "ALTER TYPE public.colour ADD VALUE 'green' BEFORE 'blue'",
        "ALTER TYPE public.colour ADD VALUE 'black'",
        "CREATE OR REPLACE FUNCTION public.twice(i integer) RETURNS integer LANGUAGE sql"
            + " AS 'SELECT i + i'",
        "CREATE TABLE public.fresh (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            + " room integer REFERENCES public.room, hue public.colour DEFAULT 'red',"
            + " CHECK (room > 0))",
        "COMMENT ON TABLE public.fresh IS 'new'",
        "CREATE TABLE public.split_b PARTITION OF public.split"
            + " FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
        "ALTER TABLE public.split ADD COLUMN more integer",
        "DROP TABLE public.useless",
        "REVOKE SELECT ON public.room FROM amend_reader",
        "GRANT INSERT, UPDATE (code) ON public.room TO amend_reader",
        "ALTER TABLE public.room ALTER COLUMN n SET DEFAULT 7");
    int differences = stage.verify(pairing).size();

    int opened = stage.amend(pairing, Half.OPENING, Progress.NONE).size();
    int closed = stage.amend(pairing, Half.CLOSING, Progress.NONE).size();

    assertThat(stage.verify(pairing)).isEmpty();
    assertThat(differences).isPositive();
    assertThat(opened).isPositive();
    assertThat(closed).isPositive();
    assertThat(stage.amend(pairing, Half.OPENING, Progress.NONE)).isEmpty();
    assertThat(stage.amend(pairing, Half.CLOSING, Progress.NONE)).isEmpty();
    String before = stage.fingerprint(pairing.target());
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(stage.fingerprint(pairing.target())).isEqualTo(before);
    whatIsNotSafeIsRefusedByNameAndChangesNothing();
  }

  /** Every way in which rows are changed by a statement that the stream does not carry. */
  @Test
  void tablesWhoseRowsCannotFollowAreEmptiedAndNamedToTheLoad() {
    Pairing other = Corpus.empty(ServerRelease.PG15, ServerRelease.PG17, "recopy");
    TestSql.run(
        other.source(),
        "CREATE TABLE public.filled (id integer PRIMARY KEY)",
        "CREATE TABLE public.converted (id integer PRIMARY KEY, a integer DEFAULT 7 CHECK (a > 0))",
        "CREATE TABLE public.child (id integer PRIMARY KEY, up integer"
            + " REFERENCES public.converted ON DELETE CASCADE)",
        "CREATE VIEW public.seen AS SELECT id FROM public.converted WHERE a IS NOT NULL",
        "CREATE TABLE public.both (id integer, a text)",
        "CREATE TABLE public.traded (id integer, a text, b text)",
        "CREATE TABLE public.lately (id integer)",
        "INSERT INTO public.lately VALUES (1)",
        "ALTER TABLE public.lately ADD COLUMN late integer DEFAULT 7",
        "CREATE TABLE public.defaulted (id integer, a text DEFAULT 'x')",
        "CREATE TABLE public.parted (id integer, at date) PARTITION BY RANGE (at)",
        "CREATE TABLE public.parted_a PARTITION OF public.parted DEFAULT",
        "CREATE TABLE public.hidden (id integer, a text)",
        "CREATE TABLE public.again (id integer, a text)",
        "CREATE TABLE public.old_name (id integer PRIMARY KEY, a text UNIQUE)",
        "CREATE INDEX ON public.old_name (a)",
        "CREATE TABLE public.kept (id integer, a varchar(3))");
    stage.applyBeforeLoad(other, Progress.NONE);
    stage.applyAfterLoad(other, Progress.NONE);
    stage.keepColumnMarks(other, stage.columnMarks(other.source()));
    TestSql.run(
        other.target(),
        "INSERT INTO public.converted VALUES (1, 1)",
        "INSERT INTO public.child VALUES (1, 1)",
        "INSERT INTO public.kept VALUES (1, 'abc')",
        "INSERT INTO public.again VALUES (1, 'abc')");
    assertThat(stage.alteredTables(other)).isEmpty();
    rewritingWithoutAlteringLeavesNoMark(other);
    TestSql.run(
        other.source(),
        "ALTER TABLE public.filled ADD COLUMN a uuid NOT NULL DEFAULT gen_random_uuid(),"
            + " ADD COLUMN b timestamptz DEFAULT now(), ADD COLUMN c serial,"
            + " ADD COLUMN d bigint GENERATED ALWAYS AS IDENTITY,"
            + " ADD COLUMN e integer GENERATED ALWAYS AS (id * 2) STORED",
        "ALTER TABLE public.converted DROP CONSTRAINT converted_a_check",
        "DROP VIEW public.seen",
        "ALTER TABLE public.converted ALTER COLUMN a DROP DEFAULT,"
            + " ALTER COLUMN a TYPE text USING a::text, ALTER COLUMN a SET DEFAULT '7'",
        "CREATE VIEW public.seen AS SELECT id FROM public.converted WHERE a IS NOT NULL",
        "ALTER TABLE public.traded RENAME COLUMN a TO c",
        "ALTER TABLE public.traded RENAME COLUMN b TO a",
        "ALTER TABLE public.traded RENAME COLUMN c TO b",
        "ALTER TABLE public.both RENAME COLUMN a TO b",
        "ALTER TABLE public.both ALTER COLUMN b TYPE text USING upper(b)",
        "ALTER TABLE public.defaulted ALTER COLUMN a TYPE text USING upper(a)",
        "ALTER TABLE public.parted ADD COLUMN r double precision DEFAULT random()",
        "ALTER TABLE public.hidden ALTER COLUMN a TYPE text USING upper(a)",
        "ALTER TABLE public.again DROP COLUMN a",
        "ALTER TABLE public.again ADD COLUMN a text",
        "ALTER TABLE public.old_name RENAME TO new_name",
        "ALTER TABLE public.kept ALTER COLUMN a TYPE varchar(9)");
    assertThat(stage.alteredTables(other))
        .extracting(TableId::name)
        .contains("hidden", "again", "converted")
        .doesNotContain("child");

    stage.amend(other, Half.OPENING, Progress.NONE);
    String open =
        "SELECT string_agg(table_name, ',' ORDER BY table_name) FROM daybreak.load_table"
            + " WHERE NOT done";
    assertThat(TestSql.value(other.target(), open))
        .isEqualTo("again,both,converted,defaulted,filled,hidden,parted_a,traded");
    assertThat(TestSql.value(other.target(), "SELECT count(*) FROM public.converted"))
        .isEqualTo("0");
    assertThat(TestSql.value(other.target(), "SELECT count(*) FROM public.again")).isEqualTo("0");
    assertThat(TestSql.value(other.target(), "SELECT count(*) FROM public.child")).isEqualTo("1");
    assertThat(TestSql.value(other.target(), "SELECT a FROM public.kept")).isEqualTo("abc");
    TestSql.run(other.target(), "INSERT INTO public.converted (id) VALUES (1)");
    stage.amend(other, Half.CLOSING, Progress.NONE);
    assertThat(stage.verify(other)).isEmpty();
  }

  private void rewritingWithoutAlteringLeavesNoMark(Pairing other) {
    TestSql.run(
        other.source(),
        "ANALYZE",
        "VACUUM (FREEZE) pg_catalog.pg_attribute",
        "VACUUM FULL public.lately",
        "ALTER TABLE public.hidden ALTER COLUMN a SET STATISTICS 7",
        "ALTER TABLE public.hidden ALTER COLUMN a SET STATISTICS -1",
        "VACUUM FULL pg_catalog.pg_attribute",
        "CLUSTER public.old_name USING old_name_pkey");
    assertThat(stage.alteredTables(other)).isEmpty();
  }

  /** A renamed column is renamed, with all that names it, and no row is copied again. */
  @Test
  void columnsThatWereRenamedAreRenamed() {
    Pairing other = Corpus.empty(ServerRelease.PG15, ServerRelease.PG17, "renamed");
    TestSql.run(
        other.source(),
        "CREATE TABLE public.person (id integer PRIMARY KEY, \"Na me\" text NOT NULL DEFAULT 'x'"
            + " CHECK (\"Na me\" <> ''), born date UNIQUE)",
        "CREATE INDEX lower_name ON public.person (lower(\"Na me\")) WHERE born IS NOT NULL",
        "CREATE VIEW public.names AS SELECT \"Na me\" FROM public.person",
        "CREATE TABLE public.visit (person integer REFERENCES public.person, at date)"
            + " PARTITION BY RANGE (at)",
        "CREATE TABLE public.visit_all PARTITION OF public.visit DEFAULT",
        "CREATE TABLE public.taken (id integer, a text, b text)",
        "GRANT SELECT (\"Na me\") ON public.person TO PUBLIC");
    stage.applyBeforeLoad(other, Progress.NONE);
    stage.applyAfterLoad(other, Progress.NONE);
    stage.keepColumnMarks(other, stage.columnMarks(other.source()));
    TestSql.run(
        other.target(),
        "INSERT INTO public.person VALUES (1, 'kept')",
        "INSERT INTO public.visit VALUES (1, '2026-01-01')",
        "INSERT INTO public.taken VALUES (1, 'a', 'b')");
    TestSql.run(
        other.source(),
        "ALTER TABLE public.person RENAME COLUMN \"Na me\" TO \"Nom é\"",
        "ALTER TABLE public.person ADD COLUMN more integer",
        "ALTER TABLE public.visit RENAME COLUMN at TO \"on\"",
        "ALTER TABLE public.taken DROP COLUMN b",
        "ALTER TABLE public.taken RENAME COLUMN a TO b");

    stage.amend(other, Half.OPENING, Progress.NONE);
    stage.amend(other, Half.CLOSING, Progress.NONE);

    assertThat(stage.verify(other)).isEmpty();
    assertThat(TestSql.value(other.target(), "SELECT \"Nom é\" FROM public.person"))
        .isEqualTo("kept");
    assertThat(TestSql.value(other.target(), "SELECT \"on\" FROM public.visit"))
        .isEqualTo("2026-01-01");
    assertThat(
            TestSql.rows(
                other.target(), "SELECT table_name FROM daybreak.load_table WHERE NOT done"))
        .containsExactly("taken");
    assertThat(
            TestSql.rows(
                other.target(),
                "SELECT table_name || ' ' || was || ' ' || now FROM daybreak.column_alias"
                    + " ORDER BY 1"))
        .containsExactly("person Na me Nom é", "visit at on", "visit_all at on");
    assertThat(stage.amend(other, Half.OPENING, Progress.NONE))
        .allMatch(ddl -> !ddl.sql().contains("RENAME"));
  }

  private void whatIsNotSafeIsRefusedByNameAndChangesNothing() {
    TestSql.run(
        pairing.source(),
        "ALTER TABLE public.room ADD COLUMN born timestamptz NOT NULL DEFAULT now()",
        "ALTER TABLE public.room ALTER COLUMN code TYPE varchar(30) COLLATE \"C\"",
        "ALTER TABLE public.split ALTER COLUMN id SET NOT NULL,"
            + " ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
        "CREATE INDEX harmless ON public.room (flag)");
    TestSql.run(pairing.target(), "CREATE TABLE public.theirs (a integer)");
    String before = stage.fingerprint(pairing.target());

    assertThatThrownBy(() -> stage.amend(pairing, Half.OPENING, Progress.NONE))
        .isInstanceOfSatisfying(
            MigrationException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DDL_UNSAFE))
        .hasMessageContaining("column public.room.code: collation should be")
        .hasMessageContaining("column public.split.id: identity should be")
        .hasMessageContaining("table public.theirs");
    assertThat(stage.fingerprint(pairing.target())).isEqualTo(before);
  }
}
