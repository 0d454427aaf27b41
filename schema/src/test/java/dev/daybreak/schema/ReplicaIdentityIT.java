package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The replica identity a table's owner chose arrives; what Daybreak sets meanwhile does not. */
class ReplicaIdentityIT {
  private static final List<String> TABLES =
      List.of("plain", "nothing", "whole", "keyed", "keyed_nothing");
  private static final String IDENTITIES =
      "SELECT relname, relreplident FROM pg_class WHERE relkind = 'r'"
          + " AND relnamespace = 'public'::regnamespace ORDER BY relname";

  private final PostgresSchemaStage stage = new PostgresSchemaStage();
  private final Pairing pairing =
      new Pairing(
          new MigrationId("identity"),
          TestServers.database(ServerRelease.PG15, "identity source"),
          TestServers.database(ServerRelease.PG18, "identity target"));

  @Test
  void isAsItWasBeforeTheStreamPreparedBothSides() throws SQLException {
    TestSql.run(
        pairing.source(),
        "CREATE TABLE public.plain (a integer)",
        "CREATE TABLE public.nothing (a integer)",
        "ALTER TABLE public.nothing REPLICA IDENTITY NOTHING",
        "CREATE TABLE public.whole (a integer)",
        "ALTER TABLE public.whole REPLICA IDENTITY FULL",
        "CREATE TABLE public.keyed (a integer PRIMARY KEY)",
        "ALTER TABLE public.keyed REPLICA IDENTITY FULL",
        "CREATE TABLE public.keyed_nothing (a integer PRIMARY KEY)",
        "ALTER TABLE public.keyed_nothing REPLICA IDENTITY NOTHING");
    List<String> wanted = TestSql.rows(pairing.source(), IDENTITIES);
    String before = stage.fingerprint(pairing.source());
    prepare(pairing.source(), pairing.target());
    assertThat(stage.fingerprint(pairing.source())).isEqualTo(before);
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(TestSql.rows(pairing.target(), IDENTITIES)).isEqualTo(wanted);
    assertThat(stage.verify(pairing)).isEmpty();

    prepare(pairing.target(), pairing.target());
    assertThat(stage.verify(pairing)).isEmpty();

    TestSql.run(
        pairing.target(),
        "DELETE FROM daybreak.addition WHERE undo LIKE '%\"plain\"%'",
        "ALTER TABLE public.whole REPLICA IDENTITY DEFAULT",
        "ALTER TABLE public.plain REPLICA IDENTITY NOTHING");
    assertThat(stage.verify(pairing))
        .extracting(Finding::object)
        .containsExactly("table public.plain", "table public.whole");
  }

  /** What the change stream and the live validator do, with their notes. */
  private static void prepare(Endpoint side, Endpoint notes) throws SQLException {
    try (Connection connection = Connections.open(notes, "test")) {
      MetadataSchema.ensure(connection);
    }
    String where = side.host() + ":" + side.port() + "/" + side.database() + " ";
    for (String row : TestSql.rows(side, IDENTITIES)) {
      String[] table = row.split("\\|");
      String alter = "ALTER TABLE \"public\".\"" + table[0] + "\" REPLICA IDENTITY ";
      String was = table[1].equals("n") ? "NOTHING" : "DEFAULT";
      if (TABLES.contains(table[0]) && (table[1].equals("n") || table[0].equals("plain"))) {
        TestSql.run(
            notes,
            "INSERT INTO daybreak.addition VALUES ('replica_identity', "
                + Names.literal(where + "public." + table[0])
                + ", "
                + Names.literal(alter + was)
                + ")");
        TestSql.run(side, alter + "FULL");
      }
    }
  }
}
