package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.schema.read.CatalogReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A check that never fires is no evidence: each planted difference must be named. */
class MutationIT {
  private final PostgresSchemaStage stage = new PostgresSchemaStage();

  private record Mutation(String findingId, String object, String sql) {
    boolean isNamedBy(Finding finding) {
      return finding.id().equals(findingId) && finding.object().equals(object);
    }
  }

  @Test
  void everyPlantedDifferenceIsFoundAndNamed() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG18, "mutation");
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(stage.verify(pairing)).isEmpty();
    List<Mutation> mutations = mutations();
    assertThat(mutations.get(0).sql()).contains("varchar(1)");

    List<String> missed = new ArrayList<>();
    try (Catalogs catalogs = Catalogs.open(pairing)) {
      for (Mutation mutation : mutations) {
        List<Finding> found = after(mutation, catalogs, pairing);
        if (found.stream().noneMatch(mutation::isNamedBy)) {
          missed.add(mutation + " -> " + found);
        }
      }
    }

    System.out.println(mutations.size() + " mutations planted");
    assertThat(missed).isEmpty();
    assertThat(stage.verify(pairing)).isEmpty();
  }

  /** Verifies inside the transaction of the mutation, which is then rolled back. */
  private static List<Finding> after(Mutation mutation, Catalogs catalogs, Pairing pairing) {
    try (Connection connection = Connections.open(pairing.target(), "mutation");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL allow_system_table_mods = on");
      statement.execute(mutation.sql());
      List<Finding> found = catalogs.differences(CatalogReader.readHere(connection), connection);
      connection.rollback();
      return found;
    } catch (SQLException e) {
      return List.of(
          new Finding("REFUSED", Severity.BLOCKER, mutation.object(), e.getMessage(), "Mend it."));
    }
  }

  private static List<Mutation> mutations() {
    List<Mutation> mutations = new ArrayList<>();
    String expected = "";
    for (String line : Corpus.renamed(Corpus.read("mutations.sql"), "mutation").split("\n")) {
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
