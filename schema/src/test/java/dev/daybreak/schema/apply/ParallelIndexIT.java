package dev.daybreak.schema.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.Stage;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Builds the same indexes with one connection and with several, taking turns. Measures. */
@Tag("matrix")
class ParallelIndexIT {
  private static final int TABLES = 8;
  private static final int ROWS = Integer.getInteger("daybreak.bench.rows", 300_000);
  private static final int ROUNDS = Integer.getInteger("daybreak.bench.rounds", 3);

  @Test
  void buildsIndexesWithOneConnectionAndWithFour() throws SQLException {
    Endpoint target = TestServers.database(ServerRelease.PG18, "parallel");
    try (Connection connection = Connections.open(target, "test")) {
      MetadataSchema.ensure(connection);
    }
    List<PlannedStatement> statements = fill(target);
    for (int round = 1; round <= ROUNDS; round++) {
      long one = build(target, statements, 1);
      long two = build(target, statements, 2);
      long four = build(target, statements, 4);
      System.out.printf(
          "round %d: %d indexes on %d tables of %d rows: 1 connection %d ms, 2 %d ms, 4 %d ms;"
              + " 1/2 %.2f, 1/4 %.2f%n",
          round,
          statements.size(),
          TABLES,
          ROWS,
          one,
          two,
          four,
          (double) one / two,
          (double) one / four);
    }
  }

  private static List<PlannedStatement> fill(Endpoint target) {
    List<PlannedStatement> statements = new ArrayList<>();
    for (int i = 0; i < TABLES; i++) {
      String table = "public.t" + i;
      TestSql.run(
          target,
          "CREATE TABLE " + table + " (a bigint, b text)",
          "INSERT INTO "
              + table
              + " SELECT i, md5(i::text) || md5((i + 1)::text) FROM generate_series(1, "
              + ROWS
              + ") i",
          "VACUUM ANALYZE " + table);
      long bytes =
          Long.parseLong(
              TestSql.value(target, "SELECT pg_relation_size('" + table + "'::regclass)"));
      for (String column : List.of("a", "b")) {
        String name = "t" + i + "_" + column;
        statements.add(
            new PlannedStatement(
                Stage.INDEXES,
                ObjectId.of(Kind.INDEX, "public", name),
                "CREATE INDEX " + name + " ON " + table + " (" + column + ")",
                bytes));
      }
    }
    return statements;
  }

  private static long build(Endpoint target, List<PlannedStatement> statements, int connections) {
    for (PlannedStatement statement : statements) {
      TestSql.run(target, "DROP INDEX IF EXISTS " + statement.object().sql());
    }
    TestSql.run(target, "DELETE FROM daybreak.schema_object", "CHECKPOINT");
    Journal journal = new Journal(Set.of(), Set.of());
    long start = System.nanoTime();
    int run =
        new Applier(target, journal, passwords(target), Progress.NONE, connections).run(statements);
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertThat(run).isEqualTo(statements.size());
    assertThat(TestSql.value(target, "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"))
        .isEqualTo("" + statements.size());
    return millis;
  }

  private static Passwords passwords(Endpoint target) {
    try (Connection connection = Connections.open(target, "test")) {
      return Passwords.read(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
