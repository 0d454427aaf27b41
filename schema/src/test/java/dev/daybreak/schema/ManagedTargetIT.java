package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.LoginCheck;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.kernel.stage.SchemaStage;
import dev.daybreak.kernel.stage.SchemaStage.Half;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets whose login is no superuser, as managed servers have them. */
class ManagedTargetIT {
  private static final String PASSWORD = "none";

  private final SchemaStage stage = new PostgresSchemaStage();
  private final List<Runnable> undo = new ArrayList<>();

  @AfterEach
  void leaveTheServersAsTheyWere() {
    undo.forEach(Runnable::run);
  }

  @ParameterizedTest
  @CsvSource({"PG17", "PG18"})
  void theWholeCorpusArrivesThroughALoginThatIsNoSuperuser(ServerRelease release) {
    String name = "managed" + release.major();
    Pairing corpus = Corpus.pairing(ServerRelease.PG15, release, name);
    Pairing pairing = managed(corpus, name + "_admin");

    SchemaStage decided = Decisions.about(stage, pairing);
    List<Finding> findings = decided.plan(pairing).findings();
    decided.applyBeforeLoad(pairing, Progress.NONE);
    decided.applyAfterLoad(pairing, Progress.NONE);
    decided.applyAfterCutover(pairing, Progress.NONE);

    assertThat(decided.verify(pairing)).isEmpty();
    assertThat(decided.proveLogins(pairing, LoginCheck.of(List.of())))
        .noneMatch(finding -> finding.severity() == Severity.BLOCKER)
        .anyMatch(finding -> finding.detail().contains("(explained by SCH-SHIPPED-RIGHT"))
        .anyMatch(finding -> finding.detail().contains("(explained by SCH-ROLE-ATTRIBUTE"));
    assertThat(owner(pairing.target(), "public.orders")).isEqualTo(name + "_owner");
    assertThat(findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.id()).isEqualTo("SCH-OWNER");
              assertThat(finding.object()).isEqualTo("table sales.customers");
              assertThat(finding.before()).contains("owner " + corpus.source().user());
              assertThat(finding.after()).contains("owner " + name + "_admin");
            })
        .anySatisfy(
            finding -> {
              assertThat(finding.id()).isEqualTo("SCH-MEMBERSHIP");
              assertThat(finding.object()).contains("pg_monitor");
              assertThat(finding.after()).isEqualTo("left out");
            });
    stage.discard(pairing);
    assertThat(TestSql.value(corpus.target(), "SELECT to_regclass('public.orders') IS NULL"))
        .isEqualTo("t");
  }

  private static String owner(Endpoint endpoint, String table) {
    return TestSql.value(
        endpoint,
        "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = '" + table + "'::regclass");
  }

  @Test
  void everyRefusalIsAFindingAndNothingElseIsLost() {
    Pairing pairing = managed(traps("refused"), "refused_admin");

    List<Finding> findings = stage.plan(pairing).findings();

    assertFound(findings, Severity.BLOCKER, "SCH-EXTENSION", "extension pg_stat_statements");
    assertFound(findings, Severity.BLOCKER, "SCH-ROUTINE-LANGUAGE", "function public.raw(integer)");
    assertFound(findings, Severity.BLOCKER, "SCH-ROUTINE-SETTING", "function public.told()");
    assertFound(findings, Severity.BLOCKER, "SCH-SUPERUSER-ONLY", "operator class public.backward");
    assertFound(findings, Severity.WARNING, "SCH-LEAKPROOF", "function public.tight(integer)");
    assertFound(findings, Severity.WARNING, "SCH-ROLE-ATTRIBUTE", "role refused_boss");
    assertFound(findings, Severity.WARNING, "SCH-SETTING-RIGHT", "setting log_statement");
    assertThat(findings)
        .filteredOn(finding -> finding.id().equals("SCH-ROLE-ATTRIBUTE"))
        .allSatisfy(
            finding -> {
              assertThat(finding.before()).contains("superuser t");
              assertThat(finding.after()).contains("superuser f");
            });
    SchemaStage decided =
        stage.with(
            new SchemaChoices(
                "",
                List.of(
                    "extension pg_stat_statements",
                    "extension xml2",
                    "function public.told()",
                    "operator class public.backward USING btree",
                    "operator family public.backward USING btree",
                    "function public.raw(integer)"),
                List.of(),
                List.of(),
                List.of()));
    List<Finding> rest = decided.plan(pairing).findings();
    assertThat(rest).noneMatch(finding -> finding.severity() == Severity.BLOCKER);
    assertFound(rest, Severity.WARNING, "SCH-RANGE-OPERATOR-CLASS", "range public.downwards");
    decided.applyBeforeLoad(pairing, Progress.NONE);
    decided.applyAfterLoad(pairing, Progress.NONE);
    assertThat(decided.verify(pairing)).isEmpty();
    assertThat(stage.verify(pairing))
        .extracting(Finding::object)
        .containsExactlyInAnyOrder(
            "extension pg_stat_statements",
            "extension xml2",
            "function public.told()",
            "operator class public.backward USING btree",
            "operator family public.backward USING btree",
            "range public.downwards",
            "function public.raw(integer)");
    decided.discard(pairing);
  }

  @Test
  void aProfileLooksAheadToAServerThatIsNotThere() {
    Pairing pairing = traps("ahead");

    List<Finding> plain = stage.plan(pairing).findings();
    List<Finding> ahead =
        stage
            .with(
                new SchemaChoices("aurora-postgresql", List.of(), List.of(), List.of(), List.of()))
            .plan(pairing)
            .findings();

    assertThat(plain).noneMatch(finding -> finding.severity() == Severity.BLOCKER);
    assertFound(ahead, Severity.BLOCKER, "SCH-ROUTINE-LANGUAGE", "function public.raw(integer)");
    assertFound(ahead, Severity.BLOCKER, "SCH-EXTENSION", "extension xml2");
    assertThat(ahead)
        .filteredOn(finding -> finding.id().equals("SCH-EXTENSION"))
        .noneMatch(finding -> finding.object().equals("extension pg_stat_statements"));
  }

  @Test
  void changedRightsFollowInTheNamesOfThoseWhoGranted() {
    Pairing empty = Corpus.empty(ServerRelease.PG15, ServerRelease.PG17, "followed");
    Pairing pairing = managed(empty, "followed_admin");
    TestSql.run(
        pairing.source(),
        "CREATE TABLE public.t (a integer PRIMARY KEY, b integer)",
        "ALTER TABLE public.t OWNER TO followed_owner",
        "GRANT SELECT ON public.t TO followed_group WITH GRANT OPTION",
        "GRANT UPDATE (b) ON public.t TO followed_reader",
        as("followed_group", "GRANT SELECT ON public.t TO followed_reader WITH GRANT OPTION"),
        as("followed_reader", "GRANT SELECT ON public.t TO \"followed App\""));
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(stage.verify(pairing)).isEmpty();
    TestSql.run(
        pairing.source(),
        as("followed_reader", "REVOKE SELECT ON public.t FROM \"followed App\""),
        as("followed_group", "REVOKE GRANT OPTION FOR SELECT ON public.t FROM followed_reader"),
        as("followed_group", "GRANT SELECT ON public.t TO \"followed App\""),
        as("followed_owner", "GRANT DELETE ON public.t TO followed_group"));
    assertThat(stage.verify(pairing)).isNotEmpty();

    stage.amend(pairing, Half.OPENING, Progress.NONE);
    stage.amend(pairing, Half.CLOSING, Progress.NONE);

    assertThat(stage.verify(pairing)).isEmpty();
    stage.discard(pairing);
  }

  private static String as(String role, String sql) {
    return "DO $$ BEGIN SET LOCAL ROLE " + role + "; " + sql + "; END $$";
  }

  private static void assertFound(
      List<Finding> findings, Severity severity, String id, String object) {
    assertThat(findings)
        .as("%s of %s", id, object)
        .anyMatch(
            finding ->
                finding.severity() == severity
                    && finding.id().equals(id)
                    && finding.object().startsWith(object)
                    && !finding.remedy().isEmpty());
  }

  /** A source with something of everything that a managed server refuses. */
  private Pairing traps(String name) {
    Endpoint from = TestServers.database(ServerRelease.PG15, name + " source");
    Endpoint to = TestServers.database(ServerRelease.PG17, name + " target");
    String database = Names.quote(from.database());
    TestSql.run(
        from,
        "CREATE ROLE " + name + "_boss SUPERUSER",
        "CREATE EXTENSION pg_stat_statements WITH SCHEMA public",
        "CREATE EXTENSION xml2 WITH SCHEMA public",
        "CREATE TABLE public.kept (id integer PRIMARY KEY, amount integer)",
        "GRANT SELECT ON public.kept TO " + name + "_boss",
        "CREATE FUNCTION public.raw(integer) RETURNS integer LANGUAGE internal AS 'int4abs'",
        "CREATE FUNCTION public.told() RETURNS integer LANGUAGE sql SET my.tenant = 'x'"
            + " SET search_path = '' AS 'SELECT 1'",
        "CREATE FUNCTION public.down(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE"
            + " AS 'SELECT $2 - $1'",
        "CREATE OPERATOR CLASS public.backward FOR TYPE integer USING btree AS OPERATOR 1 >,"
            + " OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <,"
            + " FUNCTION 1 public.down(integer, integer)",
        "CREATE TYPE public.downwards AS RANGE (subtype = integer, subtype_opclass = public.backward)",
        "CREATE TABLE public.spans (s public.downwards)",
        "CREATE FUNCTION public.tight(i integer) RETURNS text LANGUAGE sql IMMUTABLE LEAKPROOF"
            + " AS 'SELECT '' LEAKPROOF'' || i'",
        "ALTER DATABASE " + database + " SET log_statement = 'ddl'",
        "ALTER DATABASE " + database + " SET statement_timeout = '1min'");
    undo.add(() -> TestSql.run(from, "DROP OWNED BY " + name + "_boss", drop(name + "_boss")));
    return new Pairing(new MigrationId(name), from, to);
  }

  private static String drop(String role) {
    return "DROP ROLE IF EXISTS " + role;
  }

  /** The same pair with a login on the target as a managed server gives it. */
  private Pairing managed(Pairing pairing, String login) {
    Endpoint to = pairing.target();
    String database = Names.quote(to.database());
    TestSql.run(
        to,
        "CREATE ROLE " + login + " LOGIN CREATEROLE CREATEDB PASSWORD '" + PASSWORD + "'",
        "GRANT pg_read_all_data, pg_signal_backend TO " + login,
        "ALTER DATABASE " + database + " OWNER TO " + login);
    undo.add(
        () ->
            TestSql.run(
                to,
                "ALTER DATABASE " + database + " OWNER TO CURRENT_USER",
                "DROP OWNED BY " + login + " CASCADE",
                drop(login)));
    return new Pairing(pairing.id(), pairing.source(), to.withLogin(login, Secret.of(PASSWORD)));
  }
}
