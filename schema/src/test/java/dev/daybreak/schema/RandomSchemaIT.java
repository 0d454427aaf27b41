package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.postgres.Connections;
import dev.daybreak.schema.random.RandomSchema;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Schemas of random objects arrive as they are. {@code -Ddaybreak.seed=7} tries that one again,
 * {@code -Ddaybreak.seeds=500} so many from there on.
 */
class RandomSchemaIT {
  private static final int DEFAULT_SEEDS = 2;
  private static final int MANY_SEEDS = 60;

  /**
   * What the finding SCH-PARTITION-IDENTITY asks for: from 17 on a partition has none of its own.
   */
  private static final String NO_IDENTITY_OF_PARTITIONS =
      """
      DO $do$ DECLARE own record; BEGIN
        FOR own IN SELECT c.oid::regclass AS partition, a.attname
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
          WHERE c.relispartition AND a.attidentity <> ''
          AND current_setting('server_version_num')::integer < 170000
        LOOP
          EXECUTE format('ALTER TABLE %s ALTER %I DROP IDENTITY', own.partition, own.attname);
        END LOOP;
      END $do$""";

  @Test
  void aFewArriveAsTheyAre() {
    travel(DEFAULT_SEEDS, ServerRelease.PG15, ServerRelease.PG18);
  }

  @Test
  @Tag("matrix")
  void manyArriveAsTheyAre() {
    travel(MANY_SEEDS, ServerRelease.PG15, ServerRelease.PG18);
    travel(MANY_SEEDS, ServerRelease.PG14, ServerRelease.PG17);
    travel(MANY_SEEDS, ServerRelease.PG18, ServerRelease.PG18);
  }

  private static void travel(int usual, ServerRelease source, ServerRelease target) {
    long first = Long.getLong("daybreak.seed", 1);
    long seeds = Long.getLong("daybreak.seeds", usual);
    List<String> failed = new ArrayList<>();
    for (long seed = first; seed < first + seeds; seed++) {
      try {
        travel(seed, source, target);
      } catch (AssertionError | RuntimeException e) {
        failed.add(source + " to " + target + " seed " + seed + ": " + e.getMessage());
      }
    }
    assertThat(failed).isEmpty();
  }

  private static void travel(long seed, ServerRelease source, ServerRelease target) {
    String roles = "random" + seed;
    Pairing pairing = Corpus.empty(source, target, roles);
    try {
      List<String> statements = RandomSchema.statements(seed, roles);
      int accepted = plant(pairing.source(), statements);
      System.out.printf("seed %d: %d of %d statements%n", seed, accepted, statements.size());
      assertThat(accepted).isGreaterThan(statements.size() / 3);
      if (target.major() >= 17) {
        TestSql.run(pairing.source(), NO_IDENTITY_OF_PARTITIONS);
      }
      RoundTrip trip = new RoundTrip(pairing, roles);
      trip.plansWhatIsExpected(List.of());
      trip.arrivesWithoutDifference();
    } finally {
      Corpus.remove(pairing, roles);
    }
  }

  /** Runs what the server accepts, and counts it. */
  private static int plant(Endpoint database, List<String> statements) {
    int accepted = 0;
    try (Connection connection = Connections.open(database, "random");
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (String sql : statements) {
        accepted += accepts(statement, sql) ? 1 : 0;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return accepted;
  }

  private static boolean accepts(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }
}
