package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.testkit.TestExtension;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users keep in extensions and hang on their tables is moved or named. */
class ExtensionIT {
  private static final String ABOUT = "SCH-EXTENSION-";

  private final PostgresSchemaStage stage = new PostgresSchemaStage();

  @Test
  void whatTheExtensionBringsIsNotNamedAndArrives() {
    Pairing pairing = pairing("1.0", "1.0");
    assertThat(about(pairing)).isEmpty();
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(stage.verify(pairing)).isEmpty();
    assertThat(about(pairing)).isEmpty();
  }

  @Test
  void rightsOnAnExtensionsWrapperArrive() {
    Pairing pairing = pairing("1.0", "1.0");
    TestSql.run(
        pairing.source(),
        "CREATE EXTENSION postgres_fdw",
        "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO pg_monitor WITH GRANT OPTION");
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    String rights = "SELECT has_foreign_data_wrapper_privilege('pg_monitor', 'postgres_fdw', '%s')";
    assertThat(TestSql.value(pairing.target(), rights.formatted("USAGE WITH GRANT OPTION")))
        .isEqualTo("t");
    assertThat(stage.verify(pairing)).isEmpty();
    TestSql.run(
        pairing.target(), "REVOKE ALL ON FOREIGN DATA WRAPPER postgres_fdw FROM pg_monitor");
    assertThat(stage.verify(pairing)).isNotEmpty();
  }

  @Test
  void itsScriptFindsWhatANewSessionOfTheDatabaseFinds() {
    Pairing pairing = pairing("4.0", "4.0", "CREATE EXTENSION fuzzystrmatch WITH SCHEMA public");
    assertThat(about(pairing)).isEmpty();
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(stage.verify(pairing)).isEmpty();
  }

  @Test
  void oneThatLiesInTheServersOwnSchemaIsTriedToo() {
    Pairing pairing =
        new Pairing(
            new MigrationId("within"),
            TestServers.database(ServerRelease.PG15, "within source"),
            TestServers.database(ServerRelease.PG15, "within target"));
    TestSql.run(pairing.source(), "CREATE EXTENSION adminpack");

    assertThat(about(pairing)).isEmpty();
  }

  @Test
  void whatIsSpelledOtherwiseOnTheTargetIsNotNamed() {
    Pairing pairing =
        new Pairing(
            new MigrationId("spelled"),
            TestServers.database(ServerRelease.PG15, "spelled source"),
            TestServers.database(ServerRelease.PG18, "spelled target"));
    TestSql.run(
        pairing.source(),
        "CREATE EXTENSION hstore WITH SCHEMA public", // has a cast to json
        "REVOKE EXECUTE ON FUNCTION pg_catalog.json_object_keys(json) FROM PUBLIC");

    assertThat(about(pairing)).isEmpty();
    assertThat(stage.plan(pairing).statements())
        .anyMatch(ddl -> ddl.sql().contains("json_object_keys"));
  }

  @Test
  void rowsOfUsersAndWhatTheyAddedAreNamedBeforeTheApply() {
    Pairing pairing = pairing("1.0", "1.0");
    TestSql.run(
        pairing.source(),
        "INSERT INTO probe.kinds VALUES (101, 'mine'), (102, 'mine too')",
        "INSERT INTO probe.jobs (kind) VALUES (1), (101), (102)",
        "INSERT INTO probe.cache VALUES (1)",
        "CREATE INDEX mine ON probe.jobs (note)",
        "ALTER TABLE probe.jobs ADD CONSTRAINT positive CHECK (kind > 0)",
        "ALTER TABLE probe.kinds ADD COLUMN extra text DEFAULT 'x'",
        "CREATE FUNCTION public.watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE TRIGGER watched AFTER INSERT ON probe.jobs EXECUTE FUNCTION public.watch()",
        "CREATE POLICY theirs ON probe.jobs USING (kind > 1)",
        "ALTER TABLE probe.jobs ENABLE ROW LEVEL SECURITY",
        "CREATE RULE never AS ON DELETE TO probe.cache DO INSTEAD NOTHING",
        "CREATE FUNCTION public.helper() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "ALTER EXTENSION daybreak_probe ADD FUNCTION public.helper()",
        "CREATE TABLE public.\"Added\" AS SELECT 1 AS a",
        "ALTER EXTENSION daybreak_probe ADD TABLE public.\"Added\"",
        "CREATE TABLE public.hollow (a integer)",
        "ALTER EXTENSION daybreak_probe ADD TABLE public.hollow");

    assertThat(about(pairing))
        .extracting(f -> f.severity() + " " + f.id().substring(ABOUT.length()) + " " + f.object())
        .containsExactlyInAnyOrder(
            "INFO ROWS table probe.kinds",
            "INFO ROWS table probe.jobs",
            "WARNING PART index probe.mine",
            "WARNING PART table constraint positive on probe.jobs",
            "BLOCKER PART table column probe.kinds.extra",
            "WARNING PART default value for probe.kinds.extra",
            "WARNING PART trigger watched on probe.jobs",
            "WARNING PART policy theirs on probe.jobs",
            "WARNING PART row security of probe.jobs",
            "WARNING PART rule never on probe.cache",
            "WARNING MEMBER function public.helper()",
            "BLOCKER MEMBER table public.\"Added\"",
            "WARNING MEMBER table public.hollow");
    assertThat(about(pairing))
        .anyMatch(f -> f.object().equals("table probe.kinds") && f.detail().contains("2 row(s)"))
        .anyMatch(f -> f.remedy().contains("CREATE INDEX mine ON probe.jobs"))
        .anyMatch(f -> f.remedy().contains("DROP TABLE public.\"Added\""));
    assertThat(TestSql.rows(pairing.target(), "SELECT extname FROM pg_extension"))
        .as("a rehearsal leaves nothing behind")
        .containsExactly("plpgsql");
    assertThat(TestSql.value(pairing.target(), "SELECT to_regnamespace('probe') IS NULL"))
        .isEqualTo("t");
  }

  @Test
  void anotherVersionIsComparedAsAWhole() {
    Pairing pairing = pairing("1.0", "2.0");
    TestSql.run(pairing.source(), "INSERT INTO probe.jobs (kind) VALUES (1)");
    assertThat(about(pairing))
        .extracting(f -> f.severity() + " " + f.object())
        .containsExactlyInAnyOrder("WARNING table probe.jobs", "WARNING extension daybreak_probe");
    assertThat(about(pairing)).anyMatch(f -> f.detail().contains("function probe.act()"));
  }

  @Test
  void aVersionThatCannotBeCreatedIsNamedBeforeTheApply() {
    assertThat(about(pairing("1.0", "3.0")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.object()).isEqualTo("extension daybreak_probe");
              assertThat(finding.detail()).contains("nowhere");
            });
  }

  private List<Finding> about(Pairing pairing) {
    return stage.plan(pairing).findings().stream()
        .filter(finding -> finding.id().startsWith(ABOUT))
        .toList();
  }

  private static Pairing pairing(String version, String there, String... before) {
    Pairing pairing =
        new Pairing(
            new MigrationId("extension"),
            TestServers.database(ServerRelease.PG18, "extension source"),
            TestServers.database(ServerRelease.PG18, "extension target"));
    TestExtension.offer(pairing.source(), version);
    TestExtension.offer(pairing.target(), there);
    TestSql.run(pairing.source(), before);
    TestSql.run(pairing.source(), "CREATE SCHEMA probe");
    try (Connection user = Connections.openPlain(pairing.source(), "user");
        Statement statement = user.createStatement()) {
      statement.execute("CREATE EXTENSION daybreak_probe WITH SCHEMA probe");
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return pairing;
  }
}
