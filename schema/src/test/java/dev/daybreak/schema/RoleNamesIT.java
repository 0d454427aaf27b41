package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.EmbeddedServer;
import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.SchemaStage;
import dev.daybreak.testkit.TestSql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles by names that a text could take for something else, or that the target has not. */
class RoleNamesIT {
  private static final String RIGHTS =
      "SELECT c.relname, x.grantor::regrole, coalesce(x.grantee::regrole::text, 'everybody'),"
          + " x.privilege_type FROM pg_class c, aclexplode(c.relacl) x"
          + " WHERE c.relnamespace = 'public'::regnamespace AND x.privilege_type = 'SELECT'"
          + " ORDER BY 1, 2, 3";

  private final PostgresSchemaStage stage = new PostgresSchemaStage();

  @Test
  void rightsOfRolesWithLineBreaksInTheirNamesStayApart() {
    Pairing pairing = Corpus.empty(ServerRelease.PG15, ServerRelease.PG18, "odd");
    try {
      TestSql.run(
          pairing.source(),
          "CREATE ROLE \"PUBLIC\"",
          "CREATE ROLE odd_a",
          "CREATE ROLE \"odd_a\nodd_b\"",
          "CREATE ROLE \"odd_b\nodd_c\"",
          "CREATE ROLE \"odd_\\n, odd_c\"",
          "CREATE ROLE odd_c",
          "CREATE TABLE public.t (a integer)",
          "CREATE TABLE public.secret (a integer)",
          "GRANT SELECT ON public.secret TO \"PUBLIC\"",
          "GRANT SELECT ON public.t TO odd_a, \"odd_a\nodd_b\" WITH GRANT OPTION",
          granted("odd_a", "odd_b\nodd_c"),
          granted("odd_a\nodd_b", "odd_c"),
          granted("odd_a\nodd_b", "odd_\\n, odd_c"),
          "ALTER ROLE ALL SET odd.banner = 'x'",
          "CREATE FOREIGN DATA WRAPPER odd",
          "CREATE SERVER odd FOREIGN DATA WRAPPER odd",
          "CREATE USER MAPPING FOR PUBLIC SERVER odd OPTIONS (a 'b')",
          "CREATE USER MAPPING FOR \"PUBLIC\" SERVER odd OPTIONS (a 'c')");
      apply(stage, pairing);
      assertThat(stage.verify(pairing)).isEmpty();
      assertThat(TestSql.rows(pairing.target(), RIGHTS))
          .isEqualTo(TestSql.rows(pairing.source(), RIGHTS));
      assertThat(stage.plan(pairing).findings())
          .anyMatch(
              finding ->
                  finding.id().equals("SCH-SETTING-OF-ALL-ROLES")
                      && finding.object().equals("odd.banner"));
    } finally {
      TestSql.run(pairing.source(), "ALTER ROLE ALL RESET odd.banner");
      Corpus.remove(pairing, "odd");
      for (Endpoint side : List.of(pairing.source(), pairing.target())) {
        TestSql.run(side.withDatabase("postgres"), "DROP ROLE IF EXISTS \"PUBLIC\"");
      }
    }
  }

  private static String granted(String by, String to) {
    return "DO $$ BEGIN SET LOCAL ROLE \"%s\"; GRANT SELECT ON public.t TO \"%s\"; END $$"
        .formatted(by, to);
  }

  @Test
  void theWholeCorpusArrivesWhereTheFirstSuperuserHasAnotherName(@TempDir Path directory) {
    Map<String, String> settings = Map.of("fsync", "off", "wal_level", "logical");
    Pairing corpus = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG18, "first");
    TestSql.run(
        corpus.source(),
        "CREATE TABLE public.watched (a integer)",
        "CREATE POLICY pair ON public.watched TO postgres, first_reader USING (a > 1)",
        "GRANT SELECT ON public.watched TO first_owner WITH GRANT OPTION",
        "DO $$ BEGIN SET LOCAL ROLE first_owner; GRANT SELECT ON public.watched TO postgres;"
            + " END $$",
        "CREATE FOREIGN DATA WRAPPER first",
        "CREATE SERVER first FOREIGN DATA WRAPPER first",
        "CREATE USER MAPPING FOR postgres SERVER first");
    try (EmbeddedServer server =
        EmbeddedServer.start(ServerRelease.PG18, directory.resolve("data"), settings)) {
      Endpoint admin = server.endpoint("postgres");
      TestSql.run(admin, "CREATE ROLE helper SUPERUSER LOGIN");
      TestSql.run(
          admin.withLogin("helper", Secret.NONE),
          "ALTER ROLE postgres RENAME TO chief",
          "CREATE DATABASE arrived");
      Endpoint target = server.endpoint("arrived").withLogin("chief", Secret.NONE);
      Pairing pairing = new Pairing(corpus.id(), corpus.source(), target);
      SchemaStage decided = Decisions.about(stage, pairing);
      apply(decided, pairing);
      decided.applyAfterCutover(pairing, Progress.NONE);
      assertThat(decided.verify(pairing)).isEmpty();
      assertThat(TestSql.value(target, "SELECT roles FROM pg_policies WHERE policyname = 'pair'"))
          .isEqualTo("{chief,first_reader}");
      assertThat(decided.plan(pairing).findings())
          .anyMatch(finding -> finding.object().equals("user mapping first postgres"));
    } finally {
      Corpus.remove(corpus, "first");
    }
  }

  private static void apply(SchemaStage stage, Pairing pairing) {
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
  }
}
