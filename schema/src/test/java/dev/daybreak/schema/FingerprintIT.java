package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.stage.SchemaStage.SchemaPlan;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.schema.read.CatalogReader;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
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
        "ANALYZE sales.customers");
    assertThat(stage.fingerprint(pairing.source())).isEqualTo(before);

    TestSql.run(pairing.source(), "ALTER TABLE sales.customers ALTER COLUMN iso TYPE varchar(4)");
    String changed = stage.fingerprint(pairing.source());
    assertThat(changed).isNotEqualTo(before);
    TestSql.run(pairing.source(), "CREATE INDEX ON public.egg (chicken)");
    assertThat(stage.fingerprint(pairing.source())).isNotEqualTo(changed);
  }

  @Test
  void secretsOfForeignServersAreNeitherReadNorShown() throws SQLException {
    Pairing pairing = Corpus.pairing(ServerRelease.PG14, ServerRelease.PG17, "secrets");

    SchemaPlan plan = stage.plan(pairing);

    assertThat(plan.statements())
        .anyMatch(ddl -> ddl.sql().contains("CREATE SERVER \"secretive\""));
    assertThat(plan.toString()).doesNotContain("hidden-pw");
    try (Connection connection = Connections.open(pairing.source(), "test")) {
      assertThat(CatalogReader.read(connection).objects().toString()).doesNotContain("hidden-pw");
    }
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
