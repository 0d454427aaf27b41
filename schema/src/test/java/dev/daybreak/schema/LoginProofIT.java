package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Login;
import dev.daybreak.kernel.stage.LoginCheck;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.testkit.TestSql;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Faults that a comparison of rights as text does not see, planted behind the schema's back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginProofIT {
  private static final String[] SOURCE = {
    "CREATE ROLE proof_staff NOLOGIN",
    "CREATE ROLE proof_readers NOLOGIN",
    "CREATE ROLE proof_app LOGIN PASSWORD 'proof secret'",
    "CREATE ROLE proof_web LOGIN",
    "GRANT proof_readers TO proof_staff",
    "GRANT proof_staff TO proof_app",
    "CREATE SCHEMA apps",
    "GRANT USAGE ON SCHEMA apps TO PUBLIC",
    "CREATE TABLE apps.orders (id integer PRIMARY KEY, amount integer, tenant text)",
    "CREATE TABLE apps.owned (id serial PRIMARY KEY)",
    "ALTER TABLE apps.owned OWNER TO proof_web",
    "ALTER TABLE apps.orders ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY mine ON apps.orders USING (tenant = CURRENT_USER)",
    "GRANT SELECT ON apps.orders TO proof_readers",
    "GRANT UPDATE (amount) ON apps.orders TO proof_web",
    "CREATE FUNCTION apps.total() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE TYPE apps.mood AS ENUM ('good')",
    "GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO proof_web",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA apps GRANT SELECT ON TABLES TO proof_readers",
    "ALTER ROLE proof_app SET search_path = apps, public",
    "ALTER ROLE proof_app SET proof.color = 'red'",
  };

  private final PostgresSchemaStage stage = new PostgresSchemaStage();
  private Pairing pairing;

  @BeforeAll
  void moved() {
    pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG18, "proof");
    TestSql.run(pairing.source(), SOURCE);
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
  }

  @AfterAll
  void rolesAreGone() {
    stage.discard(pairing);
    TestSql.run(
        pairing.source(),
        "DROP OWNED BY proof_app, proof_web, proof_staff, proof_readers CASCADE",
        "DROP ROLE proof_app, proof_web, proof_staff, proof_readers");
  }

  @Test
  void everyLoginOfTheCorpusMayDoTheSameOnBothSides() {
    assertThat(stage.verify(pairing)).isEmpty();
    assertThat(stage.proveLogins(pairing, LoginCheck.of(List.of()))).isEmpty();
    assertThat(stage.proveLogins(pairing, LoginCheck.of(known("proof_app", "proof_web"))))
        .isEmpty();
  }

  /** A fault, what takes it back, and the finding that must name it. */
  private record Fault(String sql, String undo, String object, String detail) {
    boolean isNamedBy(Finding finding) {
      return finding.object().equals(object)
          && finding.detail().contains(detail)
          && finding.severity() == Severity.BLOCKER;
    }
  }

  @Test
  void everyFaultIsNamedWithLoginObjectAndRight() {
    assertNamed(
        List.of(),
        new Fault(
            "REVOKE proof_readers FROM proof_staff",
            "GRANT proof_readers TO proof_staff",
            "role proof_app on table apps.orders",
            "SELECT: yes on the source, no"),
        new Fault(
            "SELECT",
            "SELECT",
            "membership proof_readers proof_app",
            "MEMBER, USAGE: yes on the source, no"),
        new Fault(
            "REVOKE EXECUTE ON FUNCTION apps.total() FROM PUBLIC",
            "GRANT EXECUTE ON FUNCTION apps.total() TO PUBLIC",
            "role proof_web on function apps.total()",
            "EXECUTE: yes on the source, no"),
        new Fault(
            "REVOKE USAGE ON TYPE apps.mood FROM PUBLIC",
            "GRANT USAGE ON TYPE apps.mood TO PUBLIC",
            "role proof_app on enum apps.mood",
            "USAGE: yes on the source, no"),
        new Fault(
            "ALTER TABLE apps.owned OWNER TO postgres",
            "ALTER TABLE apps.owned OWNER TO proof_web",
            "role proof_web on table apps.owned",
            "OWNERSHIP, "),
        new Fault("SELECT", "SELECT", "role proof_web on sequence apps.owned_id_seq", "OWNERSHIP"),
        new Fault(
            "REVOKE UPDATE (amount) ON apps.orders FROM proof_web",
            "GRANT UPDATE (amount) ON apps.orders TO proof_web",
            "role proof_web on column apps.orders.amount",
            "UPDATE: yes on the source, no"),
        new Fault(
            "GRANT CREATE ON SCHEMA apps TO proof_web",
            "REVOKE CREATE ON SCHEMA apps FROM proof_web",
            "role proof_web on schema apps",
            "CREATE: no on the source, yes"),
        new Fault(
            "ALTER ROLE proof_app BYPASSRLS",
            "ALTER ROLE proof_app NOBYPASSRLS",
            "role proof_app",
            "BYPASSRLS: no on the source, yes"),
        new Fault("SELECT", "SELECT", "role proof_app on table apps.orders", "ALL ROWS: no on the"),
        new Fault(
            "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) FROM proof_web",
            "GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO proof_web",
            "role proof_web on shipped pg_catalog.pg_ls_dir(pg_catalog.text) function",
            "added EXECUTE: yes on the source, no"),
        new Fault(
            "GRANT SET ON PARAMETER log_statement TO proof_web",
            "REVOKE SET ON PARAMETER log_statement FROM proof_web",
            "role proof_web on parameter log_statement",
            "SET: no on the source, yes"));
  }

  @Test
  void faultsThatHideOthersAreNamed() {
    assertNamed(
        List.of(),
        new Fault(
            "GRANT proof_staff TO proof_app WITH INHERIT FALSE",
            "GRANT proof_staff TO proof_app WITH INHERIT TRUE",
            "role proof_app on table apps.orders",
            "SELECT: yes on the source, no"),
        new Fault(
            "ALTER ROLE proof_web SUPERUSER",
            "ALTER ROLE proof_web NOSUPERUSER",
            "role proof_web on table apps.orders",
            "SELECT, TRIGGER, TRUNCATE, UPDATE: no on"));
    assertNamed(
        List.of(),
        new Fault(
            "REVOKE proof_staff FROM proof_app",
            "GRANT proof_staff TO proof_app",
            "role proof_app on table apps.orders",
            "SELECT: yes on the source, no"),
        new Fault(
            "GRANT pg_read_all_data TO proof_web",
            "REVOKE pg_read_all_data FROM proof_web",
            "role proof_web on table apps.orders",
            "SELECT: no on the source, yes"),
        new Fault(
            "ALTER ROLE proof_web NOLOGIN",
            "ALTER ROLE proof_web LOGIN",
            "role proof_web",
            "LOGIN: yes on the source, no"));
  }

  private void assertNamed(List<Login> known, Fault... faults) {
    Endpoint target = pairing.target();
    String database = Names.quote(target.database());
    List<Finding> found;
    try {
      for (Fault fault : faults) {
        TestSql.run(target, fault.sql().replace("$", database));
      }
      found = stage.proveLogins(pairing, LoginCheck.of(known));
    } finally {
      for (Fault fault : faults) {
        TestSql.run(target, fault.undo().replace("$", database));
      }
    }
    for (Fault fault : faults) {
      assertThat(found).as(fault.toString()).anyMatch(fault::isNamedBy);
    }
    assertThat(found.toString()).doesNotContain("proof secret").doesNotContain("blue");
  }

  @Test
  void rightsThatDefaultPrivilegesDoNotGiveAreNamed() {
    String create = "CREATE TABLE apps.newer (id integer)";
    String revoke = "ALTER DEFAULT PRIVILEGES IN SCHEMA apps REVOKE SELECT ON TABLES FROM ";
    TestSql.run(pairing.source(), create);
    TestSql.run(pairing.target(), revoke + "proof_readers", create);
    try {
      assertThat(stage.proveLogins(pairing, LoginCheck.of(List.of())))
          .anyMatch(finding -> finding.object().equals("role proof_app on table apps.newer"));
    } finally {
      String give = "ALTER DEFAULT PRIVILEGES IN SCHEMA apps GRANT SELECT ON TABLES TO ";
      TestSql.run(pairing.source(), "DROP TABLE apps.newer");
      TestSql.run(pairing.target(), "DROP TABLE apps.newer", give + "proof_readers");
    }
  }

  @Test
  void aLoginThatOnlyTheSourceHasIsNamed() {
    TestSql.run(
        pairing.source(), "CREATE ROLE proof_late LOGIN", "GRANT proof_readers TO proof_late");
    try {
      assertThat(stage.proveLogins(pairing, LoginCheck.of(List.of())))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.object()).isEqualTo("role proof_late");
                assertThat(finding.detail()).contains("EXISTENCE: yes on the source, no on");
                assertThat(finding.severity()).isEqualTo(Severity.BLOCKER);
              });
    } finally {
      TestSql.run(pairing.source(), "DROP ROLE proof_late");
    }
  }

  /** What a switch does to the side it closes; everything else is asked as before. */
  @Test
  void onlyTheRightToConnectIsLeftOutOnceASideIsClosed() {
    Endpoint target = pairing.target();
    String database = Names.quote(target.database());
    LoginCheck closed = new LoginCheck(known("proof_app"), true, Optional.of(Side.TARGET));
    TestSql.run(target, "REVOKE CONNECT ON DATABASE " + database + " FROM PUBLIC");
    try {
      assertThat(stage.proveLogins(pairing, LoginCheck.of(List.of()))).isNotEmpty();
      assertThat(stage.proveLogins(pairing, closed)).isEmpty();
      TestSql.run(target, "REVOKE proof_readers FROM proof_staff");
      assertThat(stage.proveLogins(pairing, closed))
          .anyMatch(finding -> finding.object().equals("role proof_app on table apps.orders"));
    } finally {
      TestSql.run(
          target,
          "GRANT proof_readers TO proof_staff",
          "GRANT CONNECT ON DATABASE " + database + " TO PUBLIC");
    }
  }

  @Test
  void theDigestOfLoginsChangesWithARoleAndWithNothingElse() {
    Endpoint target = pairing.target();
    String before = stage.loginDigest(target);
    TestSql.run(target, "CREATE TABLE apps.unheard (a integer)", "DROP TABLE apps.unheard");
    assertThat(stage.loginDigest(target)).isEqualTo(before);
    for (String[] change :
        new String[][] {
          {"REVOKE proof_staff FROM proof_app", "GRANT proof_staff TO proof_app"},
          {"ALTER ROLE proof_web CREATEDB", "ALTER ROLE proof_web NOCREATEDB"},
          {"ALTER ROLE proof_web SET work_mem = '5MB'", "ALTER ROLE proof_web RESET work_mem"},
          {"CREATE ROLE proof_new LOGIN", "DROP ROLE proof_new"}
        }) {
      TestSql.run(target, change[0]);
      assertThat(stage.loginDigest(target)).as(change[0]).isNotEqualTo(before);
      TestSql.run(target, change[1]);
    }
  }

  /** One right that a group lost shows on every table of it. */
  @Test
  void manyDifferencesAreNamedInPartAndCounted() {
    String create =
        "DO $$ BEGIN FOR i IN 1..150 LOOP EXECUTE"
            + " format('CREATE TABLE apps.many_%s (); GRANT SELECT ON apps.many_%s TO proof_readers',"
            + " i, i); END LOOP; END $$";
    String drop =
        "DO $$ BEGIN FOR i IN 1..150 LOOP EXECUTE"
            + " format('DROP TABLE apps.many_%s', i); END LOOP; END $$";
    TestSql.run(pairing.source(), create);
    TestSql.run(pairing.target(), create, "REVOKE proof_readers FROM proof_staff");
    try {
      assertThat(stage.proveLogins(pairing, LoginCheck.of(List.of())))
          .hasSizeBetween(21, 60)
          .anyMatch(
              finding ->
                  finding.id().equals("SCH-LOGIN-MORE") && finding.detail().contains(" more "));
    } finally {
      TestSql.run(pairing.source(), drop);
      TestSql.run(pairing.target(), drop, "GRANT proof_readers TO proof_staff");
    }
  }

  @Test
  void aKnownLoginThatCannotConnectIsNamed() {
    String role = "role proof_app";
    assertNamed(
        known("proof_app"),
        new Fault(
            "ALTER ROLE proof_app NOLOGIN",
            "ALTER ROLE proof_app LOGIN",
            role,
            "it cannot connect to proof_app@"));
    assertNamed(
        known("proof_app"),
        new Fault(
            "REVOKE CONNECT ON DATABASE $ FROM PUBLIC",
            "GRANT CONNECT ON DATABASE $ TO PUBLIC",
            role,
            "(42501)"));
  }

  @Test
  void sessionsOfKnownLoginsAreHeldAgainstEachOther() {
    String role = "role proof_app";
    assertNamed(
        known("proof_app"),
        new Fault(
            "ALTER ROLE proof_app SET search_path = public",
            "ALTER ROLE proof_app SET search_path = apps, public",
            role,
            "'finds names in' is «apps, public» on the source but «public» on the target"),
        new Fault(
            "ALTER ROLE proof_app IN DATABASE $ SET work_mem = '5MB'",
            "ALTER ROLE proof_app IN DATABASE $ RESET work_mem",
            role,
            "'setting work_mem' is «"),
        new Fault(
            "ALTER ROLE proof_app SET proof.color = 'blue'",
            "ALTER ROLE proof_app SET proof.color = 'red'",
            role,
            "'setting proof.color' is another on the target"),
        new Fault(
            "ALTER ROLE proof_app SET role = 'proof_staff'",
            "ALTER ROLE proof_app RESET role",
            role,
            "'acts as' is «proof_app» on the source but «proof_staff»"));
  }

  private static List<Login> known(String... users) {
    return List.of(users).stream().map(user -> new Login(user, Secret.of("proof secret"))).toList();
  }
}
