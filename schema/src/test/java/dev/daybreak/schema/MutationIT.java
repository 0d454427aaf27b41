package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.schema.read.CatalogReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A check that never fires is no evidence: each planted difference must be named. */
class MutationIT {
  private static final int TOGETHER = 24;
  private final PostgresSchemaStage stage = new PostgresSchemaStage();

  private record Mutation(String findingId, String object, String sql) {
    boolean hasObjectOf(Mutation other) {
      return object.equals(other.object);
    }

    boolean isNamedBy(Finding finding) {
      return finding.id().equals(findingId) && finding.object().equals(object);
    }
  }

  @Test
  void everyPlantedDifferenceIsFoundAndNamed() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG18, "mutation");
    List<Mutation> mutations = mutations("mutations.sql", "mutation");
    assertThat(mutations.get(0).sql()).contains("varchar(1)");
    assertThat(mutations.stream().distinct().count()).isGreaterThan(300);
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertAllAreNamed(mutations, pairing);
  }

  /** What only 18 has, and what comes after the cutover. */
  @Test
  void everyPlantedDifferenceThatOnly18KnowsIsFoundAndNamed() {
    Pairing pairing = Corpus.empty(ServerRelease.PG18, ServerRelease.PG18, "mutant");
    Trap.on(ServerRelease.PG18.major()).stream()
        .filter(trap -> trap.toString().matches("version18|publications"))
        .forEach(trap -> trap.plant(pairing.source(), "mutant"));
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    stage.applyAfterCutover(pairing, Progress.NONE);
    assertAllAreNamed(mutations("mutations18.sql", "mutant"), pairing);
  }

  private void assertAllAreNamed(List<Mutation> mutations, Pairing pairing) {
    assertThat(stage.verify(pairing)).isEmpty();
    List<String> missed = new ArrayList<>();
    try (Catalogs catalogs = Catalogs.open(pairing)) {
      for (List<Mutation> batch : batches(mutations)) {
        missed.addAll(missedOf(batch, catalogs, pairing));
      }
    }

    System.out.println(mutations.size() + " mutations planted");
    assertThat(missed).isEmpty();
    assertThat(stage.verify(pairing)).isEmpty();
  }

  /** Mutations of different objects are planted together, for speed. */
  private static List<List<Mutation>> batches(List<Mutation> mutations) {
    List<List<Mutation>> batches = new ArrayList<>();
    for (Mutation mutation : mutations) {
      batches.stream()
          .filter(batch -> batch.size() < TOGETHER)
          .filter(batch -> batch.stream().noneMatch(mutation::hasObjectOf))
          .findFirst()
          .ifPresentOrElse(
              batch -> batch.add(mutation), () -> batches.add(new ArrayList<>(List.of(mutation))));
    }
    return batches;
  }

  /**
   * What is not named is planted again, alone: another mutation of the batch may have hidden it.
   */
  private static List<String> missedOf(List<Mutation> batch, Catalogs catalogs, Pairing pairing) {
    List<Finding> found = after(batch, catalogs, pairing);
    List<String> missed = new ArrayList<>();
    for (Mutation mutation : batch) {
      if (found.stream().noneMatch(mutation::isNamedBy)) {
        List<Finding> alone = after(List.of(mutation), catalogs, pairing);
        if (alone.stream().noneMatch(mutation::isNamedBy)) {
          missed.add(mutation + " -> " + alone);
        }
      }
    }
    return missed;
  }

  /** Verifies inside the transaction of the mutations, which is then rolled back. */
  private static List<Finding> after(List<Mutation> batch, Catalogs catalogs, Pairing pairing) {
    try (Connection connection = Connections.open(pairing.target(), "mutation");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL allow_system_table_mods = on");
      for (Mutation mutation : batch) {
        plant(mutation, connection, statement);
      }
      List<Finding> found = catalogs.differences(CatalogReader.readHere(connection), connection);
      connection.rollback();
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(batch + ": " + e.getMessage(), e);
    }
  }

  /** One that the server refuses, in this company or at all, is left out and so not named. */
  private static void plant(Mutation mutation, Connection connection, Statement statement)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      statement.execute(mutation.sql());
    } catch (SQLException e) {
      connection.rollback(before);
      System.out.println("refused: " + mutation.sql() + ": " + e.getMessage());
    }
  }

  private static List<Mutation> mutations(String file, String roles) {
    List<Mutation> mutations = new ArrayList<>();
    String expected = "";
    for (String line : Corpus.renamed(Corpus.read(file), roles).split("\n")) {
      if (line.startsWith("-- SCH-")) {
        expected = line.substring(3);
      } else if (!line.startsWith("--")) {
        int blank = expected.indexOf(' ');
        mutations.add(
            new Mutation(expected.substring(0, blank), expected.substring(blank + 1), line));
      }
    }
    return mutations;
  }
}
