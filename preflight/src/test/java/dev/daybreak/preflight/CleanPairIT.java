package dev.daybreak.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pre-flight where nothing is planted, where rules fail, and where servers do not answer. */
class CleanPairIT {
  private static final MigrationId ID = new MigrationId("clean");

  @ParameterizedTest
  @CsvSource({"PG14, PG17", "PG15, PG18", "PG17, PG18"})
  void aCleanPairHasNoFindingButItsSize(ServerRelease from, ServerRelease to) {
    Pairing pairing = pairing(from, to);
    TestSql.run(
        pairing.source(),
        "CREATE SCHEMA \"Größe\"",
        "CREATE TABLE \"Größe\".\"Odd \"\"name\"\"\" (a int, b text, PRIMARY KEY (a, b))",
        "CREATE TABLE public.part (id bigserial, at date, note text, PRIMARY KEY (id, at))"
            + " PARTITION BY RANGE (at)",
        "CREATE TABLE public.part_rest PARTITION OF public.part DEFAULT",
        "CREATE TABLE public.by_index (id int NOT NULL CONSTRAINT u UNIQUE, t text)",
        "ALTER TABLE public.by_index REPLICA IDENTITY FULL",
        "CREATE VIEW public.v AS SELECT * FROM public.part",
        "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RETURN new; END'",
        "CREATE TRIGGER plain BEFORE UPDATE ON public.part FOR EACH ROW"
            + " EXECUTE FUNCTION public.f()");
    assertThat(new PostgresPreflight().inspect(pairing, Set.of()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.id()).isEqualTo("PRE-SIZE");
              assertThat(finding.severity()).isEqualTo(Severity.INFO);
              assertThat(finding.detail()).contains("3 table(s)");
            });
  }

  @Test
  void aTargetOlderThanTheSourceIsNamedAlone() {
    Pairing pairing = pairing(ServerRelease.PG18, ServerRelease.PG17);
    TestSql.run(pairing.source(), "CREATE TABLE public.no_key (a int)");
    assertThat(new PostgresPreflight().inspect(pairing, Set.of()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.id()).isEqualTo(VersionRule.ID);
              assertThat(finding.detail()).contains("17.", "older than the source's 18.");
            });
  }

  @Test
  void aRuleThatFailsIsAFindingAndTheOthersStillRun() {
    Rule broken = rule("PRE-BROKEN", "SELECT no_such_column, 1 FROM pg_class");
    Rule writing = rule("PRE-WRITING", "CREATE TABLE public.written (a int)");
    Rule slow = rule("PRE-SLOW", "SELECT 'x', pg_sleep(30)::text");
    Rule sound = rule("PRE-SOUND", "SELECT 'object', 'detail'");
    PreflightOptions options = new PreflightOptions(4, 4, Duration.ofSeconds(60), 80, QUICK);
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG18);
    List<Finding> findings =
        new PostgresPreflight(options, List.of(broken, writing, slow, sound))
            .inspect(pairing, Set.of());
    assertThat(findings)
        .filteredOn(finding -> finding.id().equals(PostgresPreflight.RULE_FAILED))
        .allMatch(finding -> finding.severity() == Severity.WARNING)
        .extracting(Finding::object)
        .containsExactly("PRE-BROKEN", "PRE-SLOW", "PRE-WRITING");
    assertThat(findings).extracting(Finding::detail).anyMatch(text -> text.contains("25006"));
    assertThat(findings).extracting(Finding::id).contains("PRE-SOUND");
    assertThat(TestSql.rows(pairing.source(), "SELECT to_regclass('public.written')::text"))
        .containsExactly("∅");
  }

  @Test
  void aServerThatGoesAwayEndsTheInspection() {
    Rule fatal = rule("PRE-FATAL", "SELECT 'x', pg_terminate_backend(pg_backend_pid())::text");
    PostgresPreflight preflight = new PostgresPreflight(PreflightOptions.DEFAULT, List.of(fatal));
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG18);
    assertFails(preflight, pairing, ErrorCode.SOURCE_CONNECTION_LOST);
  }

  @Test
  void aServerThatCannotBeReachedOrRefusesTheLoginEndsTheInspection() {
    Pairing good = pairing(ServerRelease.PG15, ServerRelease.PG18);
    Endpoint nowhere = Endpoint.of("127.0.0.1", 1, "x", "postgres", Secret.NONE);
    Endpoint wrong = good.source().withDatabase("no such database");
    PostgresPreflight preflight = new PostgresPreflight();
    assertFails(preflight, new Pairing(ID, nowhere, good.target()), ErrorCode.SOURCE_UNREACHABLE);
    assertFails(preflight, new Pairing(ID, good.source(), nowhere), ErrorCode.TARGET_UNREACHABLE);
    assertFails(preflight, new Pairing(ID, wrong, good.target()), ErrorCode.SOURCE_LOGIN_REFUSED);
  }

  private static final Duration QUICK = Duration.ofMillis(300);

  private static void assertFails(PostgresPreflight preflight, Pairing pairing, ErrorCode code) {
    assertThatThrownBy(() -> preflight.inspect(pairing, Set.of()))
        .isInstanceOfSatisfying(
            MigrationException.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  private static Rule rule(String id, String sql) {
    return new QueryRule(id, Side.SOURCE, Severity.INFO, "planted", sql, "none");
  }

  private static Pairing pairing(ServerRelease from, ServerRelease to) {
    return new Pairing(
        ID,
        TestServers.database(from, "preflight clean é"),
        TestServers.database(to, "preflight clean é"));
  }
}
