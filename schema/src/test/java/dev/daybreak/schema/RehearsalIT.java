package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What would end as an error of the apply is a finding of the plan. */
class RehearsalIT {
  private final Pairing pairing =
      new Pairing(
          new MigrationId("rehearsal"),
          TestServers.database(ServerRelease.PG15, "rehearsal source"),
          TestServers.database(ServerRelease.PG17, "rehearsal target"));

  @Test
  void namesThatOnlyASearchPathFindsAreNamedBeforeTheApply() {
    TestSql.run(
        pairing.source(),
        "CREATE SCHEMA app",
        "CREATE TABLE app.rates (code text, rate integer)",
        "CREATE FUNCTION app.plain(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)'",
        "CREATE FUNCTION app.hidden(text) RETURNS text LANGUAGE plpgsql IMMUTABLE"
            + " AS 'BEGIN RETURN plain($1); END'",
        "CREATE FUNCTION app.told(text) RETURNS text LANGUAGE plpgsql IMMUTABLE"
            + " SET search_path = app AS 'BEGIN RETURN plain($1); END'",
        "CREATE FUNCTION app.known(text) RETURNS boolean LANGUAGE plpgsql STABLE"
            + " AS 'BEGIN RETURN EXISTS (SELECT FROM rates WHERE code = $1); END'",
        "SET search_path = app",
        "CREATE TABLE t (id integer PRIMARY KEY,"
            + " code text CONSTRAINT told CHECK (told(code) <> ''))",
        "INSERT INTO rates VALUES ('a', 1)",
        "INSERT INTO t VALUES (1, 'a')",
        "CREATE INDEX by_hidden ON t (hidden(code))",
        "CREATE INDEX by_part ON t (id) WHERE plain(hidden(code)) = 'a'",
        "CREATE INDEX by_told ON t (told(code))",
        "ALTER TABLE t ADD CONSTRAINT known CHECK (known(code))",
        "ALTER TABLE t ADD COLUMN small text GENERATED ALWAYS AS (hidden(code)) STORED",
        "RESET search_path");

    List<Finding> findings = new PostgresSchemaStage().plan(pairing).findings();

    assertThat(findings)
        .filteredOn(finding -> finding.id().equals("SCH-SEARCH-PATH"))
        .allMatch(finding -> finding.severity() == Severity.BLOCKER)
        .extracting(Finding::object)
        .containsExactlyInAnyOrder(
            "index app.by_hidden",
            "index app.by_part",
            "constraint app.t.known",
            "column app.t.small");
    assertThat(findings).anyMatch(finding -> finding.detail().contains("function plain(text)"));
  }

  @Test
  void collationsThatTheTargetLacksAreNamedBeforeTheApply() {
    TestSql.run(
        pairing.source(),
        "CREATE COLLATION pg_catalog.rehearsal_locale FROM \"C\"",
        "CREATE TABLE public.t (a text)",
        "CREATE INDEX sorted ON public.t (a COLLATE rehearsal_locale)",
        "CREATE COLLATION public.gone FROM \"C\"",
        "UPDATE pg_collation SET collcollate = 'xx_NOWHERE', collctype = 'xx_NOWHERE'"
            + " WHERE collname = 'gone'");

    List<Finding> findings = new PostgresSchemaStage().plan(pairing).findings();

    assertThat(findings)
        .filteredOn(finding -> finding.id().equals("SCH-COLLATION"))
        .extracting(Finding::object)
        .containsExactlyInAnyOrder("index public.sorted", "collation public.gone");
  }

  @Test
  void valuesOfCyclesArriveAlthoughServersPrintThemUnreadably() {
    TestSql.run(
        pairing.source(),
        "CREATE SCHEMA graph",
        "CREATE TABLE graph.edge (a integer, b integer, way text)",
        cycle("told", "SET looped TO 'it''s' DEFAULT E'\\\\n'"),
        cycle("typed", "SET looped TO timestamp '2026-01-02' DEFAULT timestamp 'infinity'"),
        cycle("sized", "SET looped TO varchar(3) 'y' DEFAULT varchar(3) 'n'"),
        cycle("bits", "SET looped TO B'1' DEFAULT B'0'"),
        cycle("plain", "SET looped"),
        "CREATE FUNCTION graph.hops() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM ("
            + walk("SET looped TO 'y' DEFAULT 'n'")
            + ") w; END",
        "CREATE FUNCTION graph.unread(t text) RETURNS text LANGUAGE sql AS $f$ SELECT $$ CYCLE a"
            + " SET b TO 'y'::text DEFAULT 'n'::text USING c $$ || t $f$");
    PostgresSchemaStage stage = new PostgresSchemaStage();

    assertThat(stage.plan(pairing).findings())
        .noneMatch(finding -> finding.id().equals("SCH-PRINTED"));
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(stage.verify(pairing)).isEmpty();
    assertThat(TestSql.value(pairing.target(), "SELECT graph.unread('')"))
        .isEqualTo(TestSql.value(pairing.source(), "SELECT graph.unread('')"));
  }

  @Test
  void aViewThatTheSourceCannotReadAgainIsNamedBeforeTheApply() {
    TestSql.run(
        pairing.source(),
        "CREATE SCHEMA graph",
        "CREATE TABLE graph.edge (a integer, b integer, way text)",
        cycle("plain", "SET looped"),
        cycle("listed", "SET looped TO _text '{a}' DEFAULT _text '{}'"));

    assertThat(new PostgresSchemaStage().plan(pairing).findings())
        .filteredOn(finding -> finding.id().equals("SCH-PRINTED"))
        .allMatch(finding -> finding.severity() == Severity.BLOCKER)
        .extracting(Finding::object)
        .containsExactly("view graph.listed");
  }

  private static String cycle(String view, String values) {
    return "CREATE VIEW graph." + view + " AS " + walk(values);
  }

  private static String walk(String values) {
    return "WITH RECURSIVE w(a) AS (SELECT 1 UNION ALL SELECT e.b FROM w, graph.edge e"
        + " WHERE e.a = w.a) CYCLE a "
        + values
        + " USING path SELECT a, looped FROM w";
  }
}
