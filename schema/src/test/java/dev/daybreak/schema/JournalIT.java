package dev.daybreak.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.read.CatalogReader;
import dev.daybreak.schema.verify.Comparison;
import dev.daybreak.testkit.TestSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JournalIT {
  private final PostgresSchemaStage stage = new PostgresSchemaStage();

  @Test
  void resumesWhereItWasStoppedAtAnyStatement() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG18, "stopped");
    int stops = 0;
    for (int allowed = 7; stops < 200; allowed += 13) {
      stops++;
      try {
        stage.applyBeforeLoad(pairing, stoppingAfter(allowed));
        stage.applyAfterLoad(pairing, stoppingAfter(allowed));
        break;
      } catch (Stopped e) {
        assertThat(TestSql.value(pairing.target(), "SELECT count(*) FROM daybreak.schema_object"))
            .isNotEqualTo("0");
      }
    }
    assertThat(stops).isGreaterThan(5);
    assertThat(stage.verify(pairing)).isEmpty();
  }

  /** As when the process or the network dies: the server ends the sessions in the middle. */
  @Test
  void resumesAfterItsConnectionsWereCutInEitherHalf() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG18, "cut");
    List<String> states = new ArrayList<>();
    for (int after : new int[] {3, 120, 400}) {
      cut(() -> stage.applyBeforeLoad(pairing, cuttingAfter(pairing, after)), states);
    }
    stage.applyBeforeLoad(pairing, Progress.NONE);
    for (int after : new int[] {2, 90, 250, 500}) {
      cut(() -> stage.applyAfterLoad(pairing, cuttingAfter(pairing, after)), states);
    }
    stage.applyAfterLoad(pairing, Progress.NONE);

    assertThat(states).hasSizeGreaterThanOrEqualTo(5).containsOnly("TARGET_CONNECTION_LOST");
    assertThat(stage.verify(pairing)).isEmpty();
    new RoundTrip(pairing, "cut").rerunChangesNothing();
  }

  private static void cut(Runnable half, List<String> states) {
    try {
      half.run();
    } catch (MigrationException e) {
      states.add(e.code().name());
    }
  }

  private static Progress cuttingAfter(Pairing pairing, int statements) {
    AtomicInteger seen = new AtomicInteger();
    return step -> {
      if (seen.incrementAndGet() == statements) {
        TestSql.run(
            pairing.target(),
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = 'daybreak schema'");
      }
    };
  }

  @Test
  void oneIndexThatTheTargetRefusesDoesNotKeepTheOthersFromBeingBuilt() {
    Pairing pairing = Corpus.empty(ServerRelease.PG15, ServerRelease.PG18, "refusal");
    TestSql.run(
        pairing.source(),
        "CREATE TABLE public.t (a integer, b integer)",
        "INSERT INTO public.t SELECT i, i FROM generate_series(1, 100) i",
        "CREATE UNIQUE INDEX one ON public.t (a)",
        "CREATE INDEX two ON public.t (b)",
        "CREATE INDEX three ON public.t (a, b)");
    stage.applyBeforeLoad(pairing, Progress.NONE);
    TestSql.run(pairing.target(), "INSERT INTO public.t VALUES (1, 1), (1, 2)");

    assertThatThrownBy(() -> stage.applyAfterLoad(pairing, Progress.NONE))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("index public.one");
    assertThat(
            TestSql.rows(
                pairing.target(),
                "SELECT relname FROM pg_class WHERE relkind = 'i'"
                    + " AND relnamespace = 'public'::regnamespace ORDER BY 1"))
        .containsExactly("three", "two");
    TestSql.run(pairing.target(), "DELETE FROM public.t WHERE b = 2");
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(stage.verify(pairing)).isEmpty();
  }

  /** A large table's index weighs more than all the rest, whenever it is built. */
  @Test
  void progressIsMeasuredByWhatHasToBeRead() {
    Pairing pairing = Corpus.empty(ServerRelease.PG15, ServerRelease.PG18, "weighed");
    TestSql.run(
        pairing.source(),
        "CREATE TABLE public.large (a integer, b text)",
        "INSERT INTO public.large SELECT i, repeat('x', 1000) FROM generate_series(1, 8000) i",
        "CREATE INDEX large_a ON public.large (a)",
        "CREATE TABLE public.small (a integer PRIMARY KEY, b integer)",
        "CREATE INDEX small_b ON public.small (b)");
    stage.applyBeforeLoad(pairing, Progress.NONE);
    Queue<Progress.Step> steps = new ConcurrentLinkedQueue<>();
    stage.applyAfterLoad(pairing, steps::add);

    long total = steps.element().total();
    assertThat(total).isGreaterThan(2 * 8_000_000);
    assertThat(steps).allMatch(step -> step.unit().equals("bytes") && step.total() == total);
    assertThat(steps.stream().mapToLong(Progress.Step::done).max()).hasValue(total);
    assertThat(steps.stream().filter(step -> step.activity().equals("indexes")))
        .anyMatch(step -> step.done() > total / 3);
    Queue<Progress.Step> again = new ConcurrentLinkedQueue<>();
    stage.applyAfterLoad(pairing, again::add);
    assertThat(again).isEmpty();
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Progress stoppingAfter(int statements) {
    AtomicInteger seen = new AtomicInteger();
    return step -> {
      if (seen.incrementAndGet() > statements) {
        throw new Stopped();
      }
    };
  }

  @Test
  void refusesATargetThatHoldsSomethingElse() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG14, ServerRelease.PG17, "full");
    TestSql.run(pairing.target(), "CREATE TABLE public.theirs (a integer)");

    assertThatThrownBy(() -> stage.applyBeforeLoad(pairing, Progress.NONE))
        .isInstanceOfSatisfying(
            MigrationException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
              assertThat(e.getMessage()).contains("table public.theirs");
            });
    assertThat(TestSql.value(pairing.target(), "SELECT to_regnamespace('daybreak') IS NULL"))
        .isEqualTo("t");
  }

  @Test
  void refusesATableThatSomebodyAddedBetweenTwoRuns() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG14, ServerRelease.PG17, "added");
    stage.applyBeforeLoad(pairing, Progress.NONE);
    TestSql.run(pairing.target(), "CREATE VIEW sales.theirs AS SELECT 1 AS a");

    assertThatThrownBy(() -> stage.applyAfterLoad(pairing, Progress.NONE))
        .hasMessageContaining("view sales.theirs");
  }

  @Test
  void discardLeavesTheTargetAsItWasFound() throws SQLException {
    Pairing pairing = Corpus.pairing(ServerRelease.PG15, ServerRelease.PG17, "discard");
    CatalogModel before = model(pairing.target());
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(differences(before, model(pairing.target()))).isNotEmpty();

    stage.discard(pairing);
    stage.discard(pairing);

    assertThat(differences(before, model(pairing.target()))).isEmpty();
    stage.applyBeforeLoad(pairing, Progress.NONE);
    stage.applyAfterLoad(pairing, Progress.NONE);
    assertThat(stage.verify(pairing)).isEmpty();
  }

  private static CatalogModel model(Endpoint endpoint) throws SQLException {
    try (Connection connection = Connections.open(endpoint, "test")) {
      return CatalogReader.read(connection);
    }
  }

  private static List<Finding> differences(CatalogModel before, CatalogModel after) {
    return Comparison.compare(before, after, (id, name, old, now) -> false, id -> true);
  }

  @Test
  void passwordsMoveButNeverShow() {
    Pairing pairing = Corpus.pairing(ServerRelease.PG14, ServerRelease.PG15, "password");
    String verifier =
        TestSql.value(
            pairing.source(),
            "SELECT rolpassword FROM pg_authid WHERE rolname = 'password_reader'");

    assertThat(stage.plan(pairing).statements())
        .noneMatch(statement -> statement.sql().contains(verifier));
    stage.applyBeforeLoad(pairing, Progress.NONE);

    assertThat(
            TestSql.value(
                pairing.target(),
                "SELECT rolpassword FROM pg_authid WHERE rolname = 'password_reader'"))
        .isEqualTo(verifier);
  }
}
