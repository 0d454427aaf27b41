package dev.daybreak.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule is seen to fire where its fault is planted; the last check counts them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedFaultsIT {
  private static final MigrationId ID = new MigrationId("planted");
  private final Set<String> fired = new TreeSet<>();

  @ParameterizedTest
  @CsvSource({"PG14, PG17", "PG15, PG18"})
  void faultsOfTablesAreFoundAndNamed(ServerRelease from, ServerRelease to) {
    Pairing pairing = pairing(from, to);
    TestSql.run(pairing.source(), TABLE_FAULTS.toArray(String[]::new));
    List<Finding> found = inspect(pairing);
    assertFound(found, Severity.WARNING, "PRE-NO-KEY", "\"Größe\".\"No key\"");
    assertFound(found, Severity.WARNING, "PRE-NO-KEY", "public.deferrable_key");
    assertFound(found, Severity.WARNING, "PRE-NO-KEY", "public.nothing");
    assertFound(found, Severity.WARNING, "PRE-NO-KEY", "public.part_one");
    assertAbsent(found, "PRE-NO-KEY", "public.part");
    assertAbsent(found, "PRE-NO-KEY", "public.by_index");
    assertFound(found, Severity.INFO, "PRE-IDENTITY-INDEX", "public.by_index");
    assertFound(found, Severity.BLOCKER, "PRE-UNLOGGED", "public.unlogged");
    assertFound(found, Severity.WARNING, "PRE-FOREIGN-TABLE", "public.elsewhere");
    assertFound(found, Severity.WARNING, "PRE-RULE-ALWAYS", "public.ruled");
    assertFound(found, Severity.INFO, "PRE-RULE", "public.ruled");
    assertFound(found, Severity.WARNING, "PRE-TRIGGER-ALWAYS", "public.triggered");
    assertFound(found, Severity.WARNING, "PRE-OID-COLUMN", "public.triggered.\"Who\"");
    assertFound(found, Severity.WARNING, "PRE-INVALID-INDEX", "public.broken_index");
    assertFound(found, Severity.INFO, "PRE-IDENTITY-ALWAYS", "1 table(s)");
    assertFound(found, Severity.WARNING, "PRE-SEQUENCE", "public.\"nearly \"\"done\"\"\"");
    assertFound(found, Severity.WARNING, "PRE-SEQUENCE", "public.descending");
    assertFound(found, Severity.WARNING, "PRE-SEQUENCE", "public.narrow_id_seq");
    assertAbsent(found, "PRE-SEQUENCE", "public.cycling");
    assertAbsent(found, "PRE-SEQUENCE", "public.fresh");
  }

  @ParameterizedTest
  @CsvSource({"PG14, PG17", "PG15, PG18"})
  void faultsOfDatabasesAreFoundOnBothSides(ServerRelease from, ServerRelease to) {
    Pairing pairing = pairing(from, to);
    String unique = pairing.source().database().replaceAll("[^0-9]", "");
    String[] both = {
      "CREATE SCHEMA daybreak",
      "CREATE PUBLICATION theirs FOR ALL TABLES",
      "CREATE SUBSCRIPTION theirs CONNECTION 'host=127.0.0.1 port=1 dbname=none' PUBLICATION p"
          + " WITH (connect = false, slot_name = 'nowhere')",
      "CREATE FUNCTION public.ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
      "CREATE EVENT TRIGGER \"Any DDL\" ON ddl_command_end EXECUTE FUNCTION public.ev()"
    };
    TestSql.run(pairing.source(), both);
    TestSql.run(pairing.target(), both);
    assertFound(inspect(pairing), Severity.INFO, "PRE-SUBSCRIPTION-OFF", "source subscription");
    String slot = "theirs_" + unique;
    String role = "\"Owner é " + unique + "\"";
    TestSql.run(
        pairing.source(),
        "ALTER SUBSCRIPTION theirs ENABLE",
        "SELECT lo_create(0)",
        "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')",
        "CREATE ROLE " + role + " LOGIN",
        "ALTER ROLE " + role + " SET statement_timeout = '5s'",
        "CREATE TABLE public.owned (id int PRIMARY KEY)",
        "CREATE FUNCTION public.\"Log in\"(t text) RETURNS text LANGUAGE sql AS"
            + " 'SELECT Set_Config ( ''my.tenant'', t, false)'",
        "CREATE FUNCTION public.log_out() RETURNS void LANGUAGE plpgsql AS"
            + " 'BEGIN SET my.tenant TO DEFAULT; set session my.user_id = 0; END'",
        "CREATE FUNCTION public.no_log() RETURNS void LANGUAGE plpgsql AS"
            + " 'BEGIN SET LOCAL my.tenant = 1; UPDATE public.owned o SET id = 7; END'",
        "ALTER TABLE public.owned OWNER TO " + role);
    try {
      List<Finding> found = inspect(pairing);
      assertFound(found, Severity.BLOCKER, "PRE-SUBSCRIPTION", "source subscription theirs");
      assertFound(found, Severity.WARNING, "PRE-CONSUMER", "replication slot " + slot);
      assertFound(found, Severity.WARNING, "PRE-HIDDEN-SETTING", "function public.\"Log in\"");
      assertFound(found, Severity.WARNING, "PRE-HIDDEN-SETTING", "function public.log_out");
      assertAbsent(found, "PRE-HIDDEN-SETTING", "function public.no_log");
      assertFound(found, Severity.INFO, "PRE-ROLE", "role " + role);
      assertFound(found, Severity.INFO, "PRE-DATABASE-SETTING", "role " + role);
      assertFound(found, Severity.BLOCKER, "PRE-TARGET-NOT-EMPTY", "target database");
      for (String side : List.of("source", "target")) {
        assertFound(found, Severity.BLOCKER, "PRE-SCHEMA-NAME", side + " schema daybreak");
        assertFound(found, Severity.WARNING, "PRE-PUBLICATION", side + " publication theirs");
        assertFound(found, Severity.WARNING, "PRE-EVENT-TRIGGER", side + " event trigger");
      }
    } finally {
      TestSql.run(
          pairing.source(),
          "SELECT pg_drop_replication_slot('" + slot + "')",
          "ALTER SUBSCRIPTION theirs DISABLE",
          "ALTER SUBSCRIPTION theirs SET (slot_name = NONE)",
          "DROP SUBSCRIPTION theirs",
          "ALTER ROLE " + role + " RESET ALL");
      TestSql.run(
          pairing.target(),
          "ALTER SUBSCRIPTION theirs SET (slot_name = NONE)",
          "DROP SUBSCRIPTION theirs");
    }
  }

  @ParameterizedTest
  @CsvSource({"PG14, PG17", "PG15, PG18"})
  void whatTheTargetLacksOrDoesDifferentlyIsFound(ServerRelease from, ServerRelease to)
      throws Exception {
    Pairing pairing = pairing(from, to);
    Path space = Files.createTempDirectory("daybreak-test-space-");
    String spaceName = "\"Räume " + pairing.source().database().replaceAll("[^0-9]", "") + "\"";
    Pairing latin = new Pairing(ID, database(pairing, "LATIN1"), pairing.target());
    Pairing ascii = new Pairing(ID, database(pairing, "SQL_ASCII"), pairing.target());
    TestServers.server(from);
    makeWritableForServer(space);
    TestSql.run(
        pairing.source(),
        "SET allow_system_table_mods = on",
        "INSERT INTO pg_extension VALUES (99999, 'Odd ext', 10, 11, false, '1.0', NULL, NULL)",
        "UPDATE pg_extension SET extversion = '0.1' WHERE extname = 'plpgsql'",
        "CREATE COLLATION pg_catalog.\"Öd\" (locale = 'C')",
        "CREATE TABLE public.sorted (id int PRIMARY KEY, a text COLLATE pg_catalog.\"Öd\")",
        "CREATE TABLESPACE " + spaceName + " LOCATION '" + space + "'",
        "CREATE TABLE public.spaced (id int PRIMARY KEY) TABLESPACE " + spaceName);
    TestSql.run(
        pairing.target(),
        "ALTER DATABASE \"" + pairing.target().database() + "\" SET transform_null_equals = on");
    List<Finding> found = inspect(pairing);
    assertFound(found, Severity.BLOCKER, "PRE-EXTENSION", "extension \"Odd ext\"");
    assertFound(found, Severity.INFO, "PRE-EXTENSION-VERSION", "extension plpgsql");
    assertFound(found, Severity.BLOCKER, "PRE-COLLATION", "collation \"Öd\"");
    assertFound(found, Severity.WARNING, "PRE-TABLESPACE", "tablespace " + spaceName);
    assertFound(found, Severity.WARNING, "PRE-SETTING", "setting transform_null_equals");
    assertFound(inspect(latin), Severity.WARNING, "PRE-ENCODING", "database encoding");
    assertFound(inspect(latin), Severity.WARNING, "PRE-LOCALE", "database collation");
    assertThat(inspect(latin))
        .extracting(Finding::id)
        .doesNotContain(PostgresPreflight.RULE_FAILED);
    assertFound(inspect(ascii), Severity.BLOCKER, "PRE-ENCODING", "database encoding");
    assertFound(inspect(latin.reversed()), Severity.BLOCKER, "PRE-VERSION", "target server");
    TestSql.run(pairing.source(), "DROP TABLE public.spaced", "DROP TABLESPACE " + spaceName);
    Files.delete(space);
  }

  @Test
  void targetAndSourceThatAreOneDatabaseBlock() {
    Endpoint one = TestServers.database(ServerRelease.PG15, "preflight one");
    List<Finding> found = inspect(new Pairing(ID, one, one));
    assertFound(found, Severity.BLOCKER, "PRE-SAME-DATABASE", "target database");
  }

  @Test
  void anEarlierRunIsToldFromAForeignOne() throws SQLException {
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG18);
    try (Connection connection = dev.daybreak.postgres.Connections.open(pairing.target(), "test")) {
      MetadataSchema.ensure(connection);
    }
    TestSql.run(
        pairing.target(),
        "CREATE TABLE public.from_before (id int PRIMARY KEY)",
        "INSERT INTO daybreak.applied VALUES ('daybreak_planted_1', '0/1')");
    List<Finding> own = inspect(pairing);
    assertFound(own, Severity.INFO, "PRE-EARLIER-RUN", "target channel daybreak_planted_1");
    assertThat(own).extracting(Finding::id).doesNotContain("PRE-TARGET-NOT-EMPTY");
    assertAbsent(own, "PRE-SCHEMA-NAME", "target schema daybreak");
    TestSql.run(
        pairing.target(), "INSERT INTO daybreak.applied VALUES ('daybreak_other_1', '0/1')");
    assertFound(
        inspect(pairing), Severity.BLOCKER, "PRE-EARLIER-RUN", "target channel daybreak_other_1");
  }

  @ParameterizedTest
  @CsvSource({"PG14, PG17", "PG15, PG18"})
  void theRightsALoginLacksAreNamedOneByOne(ServerRelease from, ServerRelease to) {
    Pairing pairing = pairing(from, to);
    String name = "Limited é " + pairing.source().database().replaceAll("[^0-9]", "");
    String role = dev.daybreak.kernel.Names.quote(name);
    TestSql.run(
        pairing.source(),
        "CREATE ROLE " + role + " LOGIN",
        "CREATE TABLE public.secret (id int PRIMARY KEY)",
        "CREATE TABLE public.no_key (id int)",
        "CREATE TABLE public.rows_hidden (id int PRIMARY KEY)",
        "ALTER TABLE public.rows_hidden ENABLE ROW LEVEL SECURITY",
        "GRANT SELECT ON public.rows_hidden TO " + role);
    TestSql.run(pairing.target(), "CREATE ROLE " + role + " LOGIN");
    Pairing limited =
        new Pairing(
            ID,
            pairing.source().withLogin(name, pairing.source().password()),
            pairing.target().withLogin(name, pairing.target().password()));
    List<Finding> found = inspect(limited);
    for (String side : List.of("source", "target")) {
      for (String right : List.of("PUBLICATION", "REPLICATION", "FENCE")) {
        assertFound(found, Severity.BLOCKER, "PRE-RIGHT-" + right, side + " role " + role);
      }
    }
    assertFound(found, Severity.BLOCKER, "PRE-RIGHT-READ", "public.secret");
    assertAbsent(found, "PRE-RIGHT-READ", "public.rows_hidden");
    assertFound(found, Severity.BLOCKER, "PRE-RIGHT-ROWS", "public.rows_hidden");
    assertFound(found, Severity.BLOCKER, "PRE-RIGHT-OWNER", "public.no_key");
    assertFound(found, Severity.BLOCKER, "PRE-RIGHT-CREATE", "target role " + role);
    assertFound(found, Severity.BLOCKER, "PRE-RIGHT-APPLY", "target role " + role);
    assertThat(found).extracting(Finding::id).doesNotContain(PostgresPreflight.RULE_FAILED);
    assertThat(inspect(pairing)).extracting(Finding::id).noneMatch(id -> id.contains("RIGHT"));
  }

  @Test
  void whoWorksPastTheProxyOrHoldsThingsOpenIsNamed() throws SQLException {
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG18);
    Endpoint elsewhere = TestServers.database(ServerRelease.PG15, "preflight elsewhere");
    try (Connection direct = client(pairing.source(), "direct app");
        Connection proxied = client(pairing.source(), "proxied app");
        Statement statement = direct.createStatement()) {
      statement.execute("CREATE TEMPORARY TABLE scratch (a int)");
      statement.execute("SELECT pg_advisory_lock(7)");
      direct.setAutoCommit(false);
      statement.execute("SELECT pg_sleep(1.1)");
      TestSql.run(pairing.source(), "BEGIN", "SELECT 1", "PREPARE TRANSACTION 'mine''s'");
      TestSql.run(elsewhere, "BEGIN", "SELECT 1", "PREPARE TRANSACTION 'theirs'");
      int proxiedPid = pid(proxied);
      PreflightOptions impatient =
          new PreflightOptions(4, 4, Duration.ofSeconds(1), 80, Duration.ofSeconds(30));
      List<Finding> found =
          note(new PostgresPreflight(impatient).inspect(pairing, Set.of(proxiedPid)));
      assertFound(found, Severity.WARNING, "PRE-CLIENT-BYPASS", "client postgres at 127.0.0.1");
      assertThat(found)
          .filteredOn(finding -> finding.id().equals("PRE-CLIENT-BYPASS"))
          .singleElement()
          .extracting(Finding::detail)
          .asString()
          .contains("1 session(s)", "direct app", "idle in transaction")
          .doesNotContain("proxied");
      assertFound(found, Severity.WARNING, "PRE-CLIENT-SUPERUSER", "role postgres");
      assertFound(found, Severity.WARNING, "PRE-LONG-TRANSACTION", "session " + pid(direct));
      assertFound(found, Severity.WARNING, "PRE-ADVISORY-LOCK", "client postgres");
      assertFound(found, Severity.WARNING, "PRE-TEMPORARY-TABLE", "schema pg_temp_");
      assertFound(found, Severity.BLOCKER, "PRE-PREPARED", "prepared transaction 'mine''s'");
      assertFound(
          found, Severity.WARNING, "PRE-PREPARED-ELSEWHERE", "prepared transaction 'theirs'");
    } finally {
      TestSql.run(pairing.source(), "ROLLBACK PREPARED 'mine''s'");
      TestSql.run(elsewhere, "ROLLBACK PREPARED 'theirs'");
    }
  }

  @Test
  void aServerNotMadeForReplicationBlocksOnEitherSide(@TempDir Path folder) throws Exception {
    makeWritableForServer(folder);
    Map<String, String> settings =
        Map.of(
            "wal_level", "replica",
            "max_replication_slots", "3",
            "max_wal_senders", "2",
            "max_slot_wal_keep_size", "64MB",
            "max_connections", "20",
            "output_plugin_libraries", "test_decoding");
    Path data = folder.resolve("data");
    Pairing healthy = pairing(ServerRelease.PG15, ServerRelease.PG15);
    try (EmbeddedServer small = EmbeddedServer.start(ServerRelease.PG15, data, settings)) {
      Endpoint poor = small.endpoint("postgres");
      List<Finding> asSource = inspect(new Pairing(ID, poor, healthy.target()));
      List<Finding> asTarget = inspect(new Pairing(ID, healthy.source(), poor));
      for (Map.Entry<String, List<Finding>> side :
          Map.of("source", asSource, "target", asTarget).entrySet()) {
        List<Finding> found = side.getValue();
        String name = side.getKey();
        assertFound(found, Severity.BLOCKER, "PRE-WAL-LEVEL", name + " setting wal_level");
        assertFound(found, Severity.BLOCKER, "PRE-OUTPUT-PLUGIN", name + " setting output_plugin");
        assertFound(found, Severity.BLOCKER, "PRE-SLOTS", name + " replication slots");
        assertFound(found, Severity.BLOCKER, "PRE-SENDERS", name + " walsenders");
        assertFound(found, Severity.WARNING, "PRE-LOG-RETENTION", name + " setting max_slot");
      }
      assertFound(asTarget, Severity.WARNING, "PRE-CAPACITY", "setting max_connections");
      assertAbsent(asSource, "PRE-CAPACITY", "setting max_connections");
    }
    Files.createFile(data.resolve("standby.signal"));
    try (EmbeddedServer standby = EmbeddedServer.start(ServerRelease.PG15, data, settings)) {
      Endpoint poor = standby.endpoint("postgres");
      assertFound(
          inspect(new Pairing(ID, poor, healthy.target())),
          Severity.BLOCKER,
          "PRE-RECOVERY",
          "source server");
      assertFound(
          inspect(new Pairing(ID, healthy.source(), poor)),
          Severity.BLOCKER,
          "PRE-RECOVERY",
          "target server");
    }
  }

  @Test
  void slotsOfTheMigrationItselfDoNotCountAsTaken() {
    Pairing pairing = pairing(ServerRelease.PG15, ServerRelease.PG18);
    PreflightOptions greedy =
        new PreflightOptions(30, 4, Duration.ofSeconds(60), 80, Duration.ofSeconds(30));
    String create = "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')";
    String drop = "SELECT pg_drop_replication_slot('%s')";
    TestSql.run(pairing.source(), create.formatted("daybreak_planted_1"));
    List<Finding> own = new PostgresPreflight(greedy).inspect(pairing, Set.of());
    TestSql.run(pairing.source(), drop.formatted("daybreak_planted_1"));
    TestSql.run(pairing.source(), create.formatted("daybreak_plantedelse_1"));
    List<Finding> foreign = new PostgresPreflight(greedy).inspect(pairing, Set.of());
    TestSql.run(pairing.source(), drop.formatted("daybreak_plantedelse_1"));
    assertAbsent(own, "PRE-SLOTS", "source replication slots");
    assertFound(foreign, Severity.BLOCKER, "PRE-SLOTS", "source replication slots");
  }

  @AfterAll
  void everyRuleHasFired() {
    Set<String> known =
        RuleBook.rules(PreflightOptions.DEFAULT).stream()
            .map(Rule::id)
            .collect(Collectors.toCollection(TreeSet::new));
    known.add(VersionRule.ID);
    assertThat(known).as("rules nobody has seen fire: plant their fault here").isSubsetOf(fired);
  }

  private static final List<String> TABLE_FAULTS =
      List.of(
          "CREATE SCHEMA \"Größe\"",
          "CREATE TABLE \"Größe\".\"No key\" (a int, b text)",
          "CREATE TABLE public.deferrable_key (a int PRIMARY KEY DEFERRABLE)",
          "CREATE TABLE public.nothing (a int PRIMARY KEY)",
          "ALTER TABLE public.nothing REPLICA IDENTITY NOTHING",
          "CREATE TABLE public.part (a int) PARTITION BY LIST (a)",
          "CREATE TABLE public.part_one PARTITION OF public.part FOR VALUES IN (1)",
          "CREATE TABLE public.by_index (id int NOT NULL CONSTRAINT by_index_u UNIQUE)",
          "ALTER TABLE public.by_index REPLICA IDENTITY USING INDEX by_index_u",
          "CREATE UNLOGGED TABLE public.unlogged (id int PRIMARY KEY)",
          "CREATE FOREIGN DATA WRAPPER nowhere",
          "CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere",
          "CREATE FOREIGN TABLE public.elsewhere (a int) SERVER nowhere",
          "CREATE TABLE public.ruled (id int PRIMARY KEY)",
          "CREATE RULE always_on AS ON DELETE TO public.ruled DO ALSO NOTHING",
          "ALTER TABLE public.ruled ENABLE ALWAYS RULE always_on",
          "CREATE RULE plain AS ON UPDATE TO public.ruled DO ALSO NOTHING",
          "CREATE TABLE public.triggered (id int PRIMARY KEY, \"Who\" regrole)",
          "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
          "CREATE TRIGGER \"Always\" BEFORE UPDATE ON public.triggered FOR EACH ROW"
              + " EXECUTE FUNCTION public.f()",
          "ALTER TABLE public.triggered ENABLE ALWAYS TRIGGER \"Always\"",
          "CREATE INDEX broken_index ON public.triggered (id)",
          "UPDATE pg_index SET indisvalid = false"
              + " WHERE indexrelid = 'public.broken_index'::regclass",
          "CREATE TABLE public.always (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
          "CREATE SEQUENCE public.\"nearly \"\"done\"\"\" MAXVALUE 100",
          "SELECT setval('public.\"nearly \"\"done\"\"\"', 90)",
          "CREATE SEQUENCE public.descending INCREMENT -1 MINVALUE -100",
          "SELECT setval('public.descending', -95)",
          "CREATE TABLE public.narrow (id serial PRIMARY KEY)",
          "ALTER SEQUENCE public.narrow_id_seq AS bigint",
          "SELECT setval('public.narrow_id_seq', 2000000000)",
          "CREATE SEQUENCE public.cycling MAXVALUE 100 CYCLE",
          "SELECT setval('public.cycling', 99)",
          "CREATE SEQUENCE public.fresh");

  private List<Finding> inspect(Pairing pairing) {
    return note(new PostgresPreflight().inspect(pairing, Set.of()));
  }

  private List<Finding> note(List<Finding> found) {
    found.forEach(finding -> fired.add(finding.id()));
    assertThat(found).isSorted();
    return found;
  }

  private static void assertFound(
      List<Finding> found, Severity severity, String id, String object) {
    assertThat(found)
        .as("%s %s of %s", severity, id, object)
        .anyMatch(
            finding ->
                finding.id().equals(id)
                    && finding.severity() == severity
                    && finding.object().startsWith(object)
                    && !finding.remedy().isEmpty());
  }

  private static void assertAbsent(List<Finding> found, String id, String object) {
    assertThat(found)
        .as("no %s of %s", id, object)
        .noneMatch(finding -> finding.id().equals(id) && finding.object().equals(object));
  }

  /** A database of another encoding beside the pair's source. */
  private static Endpoint database(Pairing pairing, String encoding) {
    String name = pairing.source().database() + " " + encoding;
    TestSql.run(
        pairing.source().withDatabase("postgres"),
        "CREATE DATABASE \""
            + name
            + "\" TEMPLATE template0 LC_COLLATE 'POSIX' LC_CTYPE 'POSIX' ENCODING "
            + encoding);
    return pairing.source().withDatabase(name);
  }

  /** A plain client that is not one of Daybreak's sessions. */
  private static Connection client(Endpoint endpoint, String application) throws SQLException {
    String url =
        "jdbc:postgresql://%s:%d/%s?user=%s&ApplicationName=%s"
            .formatted(
                endpoint.host(),
                endpoint.port(),
                endpoint.database().replace(" ", "%20").replace("é", "%C3%A9"),
                endpoint.user(),
                application.replace(" ", "%20"));
    return java.sql.DriverManager.getConnection(url);
  }

  private static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static Pairing pairing(ServerRelease from, ServerRelease to) {
    return new Pairing(
        ID,
        TestServers.database(from, "preflight planted é"),
        TestServers.database(to, "preflight planted é"));
  }

  /** The server may run as another user than the test. */
  private static void makeWritableForServer(Path folder) throws Exception {
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
  }
}
