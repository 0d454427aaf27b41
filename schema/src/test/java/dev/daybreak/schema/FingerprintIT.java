package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintIT {
  private final PostgresSchemaStage stage = new PostgresSchemaStage();

  @Test
  void changesWithTheSchemaAndWithNothingElse() throws SQLException {
    Pairing pairing = Corpus.pairing(ServerRelease.PG14, ServerRelease.PG17, "finger");
    String before = stage.fingerprint(pairing.source());

    try (Connection connection = Connections.open(pairing.source(), "test")) {
      MetadataSchema.ensure(connection);
    }
    TestSql.run(
        pairing.source(),
        "ALTER TABLE public.nokey REPLICA IDENTITY FULL",
        "CREATE PUBLICATION daybreak_finger FOR ALL TABLES",
        "ALTER DATABASE "
            + Names.quote(pairing.source().database())
            + " SET default_transaction_read_only = on",
        "SET default_transaction_read_only = off",
        "SELECT nextval('sales.codes')",
        "INSERT INTO public.egg VALUES (9)",
        "REFRESH MATERIALIZED VIEW public.m_empty",
        "ANALYZE");
    assertThat(stage.fingerprint(pairing.source())).isEqualTo(before);

    TestSql.run(pairing.source(), "ALTER TABLE sales.customers ALTER COLUMN iso TYPE varchar(4)");
    String changed = stage.fingerprint(pairing.source());
    assertThat(changed).isNotEqualTo(before);
    TestSql.run(pairing.source(), "CREATE INDEX ON public.egg (chicken)");
    assertThat(stage.fingerprint(pairing.source())).isNotEqualTo(changed);
  }

  @Test
  void whatTheModelDoesNotKnowIsNamed() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG14, ServerRelease.PG17, "unknown");
    TestSql.run(
        pairing.source(),
        "CREATE TEXT SEARCH CONFIGURATION sales.words (COPY = pg_catalog.simple)",
        "CREATE TEXT SEARCH DICTIONARY sales.dict (TEMPLATE = pg_catalog.simple)",
        "CREATE FOREIGN DATA WRAPPER nowhere",
        "CREATE SERVER far FOREIGN DATA WRAPPER nowhere",
        "CREATE FOREIGN TABLE public.\"away\" (a integer) SERVER far",
        "CREATE FUNCTION public.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION public.on_ddl()",
        "CREATE CAST (sales.mood AS integer) WITH INOUT",
        "CREATE PUBLICATION theirs FOR TABLE public.egg",
        "CREATE TABLE public.typed OF sales.point3",
        "CREATE OPERATOR FAMILY sales.fam USING btree",
        "SELECT lo_create(0)",
        "CREATE OPERATOR FAMILY sales.other USING hash",
        "COMMENT ON COLUMN sales.point3.x IS 'across'");

    List<Finding> findings = stage.plan(pairing).findings();

    assertThat(findings.stream().map(finding -> finding.id() + " " + finding.object()))
        .contains(
            "SCH-TEXT-SEARCH-CONFIGURATION sales.words",
            "SCH-TEXT-SEARCH-DICTIONARY sales.dict",
            "SCH-FOREIGN-DATA-WRAPPER nowhere",
            "SCH-FOREIGN-SERVER far",
            "SCH-FOREIGN-TABLE public.away",
            "SCH-EVENT-TRIGGER watch",
            "SCH-CAST sales.mood AS integer",
            "SCH-PUBLICATION theirs",
            "SCH-TYPED-TABLE public.typed",
            "SCH-OPERATOR-FAMILY sales.fam",
            "SCH-LARGE-OBJECTS 1 large objects",
            "SCH-COMMENT-ON-AN-ATTRIBUTE sales.point3.x");
  }

  @Test
  void theCastOfARangeTypeToItsMultirangeComesWithTheType() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG17, "range");
    TestSql.run(pairing.source(), "CREATE TYPE sales.\"Spanne\" AS RANGE (subtype = numeric)");

    assertThat(stage.plan(pairing).findings())
        .noneMatch(finding -> finding.id().equals("SCH-CAST"));
  }

  @Test
  void anInvalidIndexIsReportedAndLeftOut() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG17, "invalid");
    TestSql.run(
        pairing.source(),
        "DO $$ BEGIN UPDATE pg_index SET indisvalid = false"
            + " WHERE indexrelid = 'sales.customers_doc'::regclass; END $$");

    assertThat(stage.plan(pairing).findings())
        .anyMatch(
            finding ->
                finding.id().equals("SCH-INVALID-INDEX")
                    && finding.object().equals("index sales.customers_doc"));
    assertThat(stage.plan(pairing).statements())
        .noneMatch(statement -> statement.sql().contains("customers_doc"));
  }
}
