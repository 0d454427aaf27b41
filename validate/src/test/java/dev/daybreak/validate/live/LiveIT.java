package dev.daybreak.validate.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.ValidateStage.Witness;
import dev.daybreak.kernel.verdict.LiveStatus;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ReplicationDoor;
import dev.daybreak.testkit.TestSql;
import dev.daybreak.validate.PostgresValidateStage;
import dev.daybreak.validate.TwoSides;
import dev.daybreak.validate.TypeZoo;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveIT {
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final String[] TABLES = {
    "CREATE TABLE acc (id int PRIMARY KEY, v text, n numeric, big text)",
    "CREATE TABLE \"Nö key\" (a text, b int)",
    "CREATE TABLE p (id int, k text, v text, PRIMARY KEY (id, k)) PARTITION BY LIST (k)",
    "CREATE TABLE p_a PARTITION OF p FOR VALUES IN ('a')",
    "CREATE TABLE p_b PARTITION OF p DEFAULT",
    "INSERT INTO acc SELECT g, 'v' || g, g, NULL FROM generate_series(1, 20) g",
    "INSERT INTO \"Nö key\" VALUES ('x', 1), ('x', 1), (NULL, NULL)",
    "INSERT INTO p VALUES (1, 'a', 'x'), (2, 'b', 'y')"
  };

  private TwoSides sides;
  private ScriptedApplier applier;
  private PostgresValidateStage stage;
  private Witness witness;

  @BeforeEach
  void begin() throws SQLException {
    sides = TwoSides.create("live", ServerRelease.PG15, ServerRelease.PG17).both(TABLES);
    TwoSides.run(sides.source(), "ALTER TABLE \"Nö key\" REPLICA IDENTITY FULL");
    applier = new ScriptedApplier(sides);
    stage = new PostgresValidateStage(sides.options());
    witness = stage.watch(sides.spec);
    applier.sync();
  }

  @AfterEach
  void end() throws SQLException {
    witness.close();
    applier.close();
    stage.dismantle(sides.spec);
  }

  private LiveStatus drain(Lsn commit) {
    return witness.drainTo(new Lsn(commit.value() + 1), BUDGET);
  }

  private List<MismatchKind> kinds(int atLeast) {
    await(() -> witness.status().mismatchCount() >= atLeast);
    return witness.status().mismatches().stream().map(Mismatch::kind).toList();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + BUDGET.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  /** The watch must be blocked by the fault, whatever its kind. */
  private void assertBlocked() {
    assertThat(witness.status().clean()).isFalse();
    assertThatThrownBy(() -> drain(applier.applied()))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIFFERS));
  }

  @Test
  void faithfulTrafficOfEveryKindIsClean() throws SQLException {
    applier.follow(TypeZoo.statements());
    applier.follow(
        "UPDATE acc SET v = '' WHERE id = 1", "UPDATE acc SET v = NULL WHERE id = 2",
        "UPDATE acc SET id = 100 WHERE id = 3", "DELETE FROM acc WHERE id = 4",
        "UPDATE acc SET n = 'NaN' WHERE id = 5", "INSERT INTO acc VALUES (4, 'again')");
    applier.follow("UPDATE acc SET big = repeat(md5('x'), 5000) || id");
    applier.follow("UPDATE acc SET v = 'toast left alone'");
    applier.follow(
        "INSERT INTO \"Nö key\" VALUES ('x', 1)",
        "DELETE FROM \"Nö key\" WHERE ctid = (SELECT min(ctid) FROM \"Nö key\")",
        "UPDATE \"Nö key\" SET b = 2 WHERE a IS NULL");
    applier.follow("UPDATE p SET k = 'b' WHERE id = 1", "UPDATE p SET k = 'a' WHERE id = 2");
    applier.follow("DELETE FROM big", "DELETE FROM \"Sché ma\".\"Zoo \"\"1\" WHERE id = 1");
    Lsn commit = applier.follow("TRUNCATE acc, p, \"Nö key\"", "INSERT INTO acc VALUES (1, 'x')");
    LiveStatus status = drain(commit);
    assertThat(status.mismatches()).isEmpty();
    assertThat(status.clean()).isTrue();
    assertThat(status.obligations()).isZero();
    assertThat(status.transactionsValidated()).isEqualTo(8);
    assertThat(status.changesValidated()).isGreaterThan(90);
    assertThat(witness.watchedSince()).isLessThan(commit);
  }

  @Test
  void severalSourceTransactionsInOneTargetTransactionAreClean() throws SQLException {
    Lsn from = applier.applied();
    applier.onSource("UPDATE acc SET v = '1' WHERE id = 1");
    applier.onSource("UPDATE acc SET v = '2' WHERE id = 1", "DELETE FROM acc WHERE id = 2");
    Lsn to = applier.onSource("UPDATE acc SET v = '3' WHERE id = 1");
    applier.onTarget(
        from,
        to,
        "UPDATE acc SET v = '1' WHERE id = 1",
        "UPDATE acc SET v = '2' WHERE id = 1",
        "DELETE FROM acc WHERE id = 2",
        "UPDATE acc SET v = '3' WHERE id = 1");
    assertThat(drain(to).transactionsValidated()).isEqualTo(3);
  }

  @Test
  void nothingIsMissingWhileTheTargetOnlyLags() throws SQLException {
    Lsn from = applier.applied();
    Lsn to = applier.onSource("UPDATE acc SET v = 'late' WHERE id = 1");
    await(() -> !witness.status().sourceRead().isBefore(to));
    assertThatThrownBy(() -> witness.drainTo(new Lsn(to.value() + 1), Duration.ofMillis(300)))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STALLED));
    assertThat(witness.status().clean()).isTrue();
    assertThat(witness.status().waiting()).isNotEmpty();
    applier.onTarget(from, to, "UPDATE acc SET v = 'late' WHERE id = 1");
    drain(to);
  }

  @Test
  void anotherValueIsAMismatchOfItsColumn() throws SQLException {
    Lsn to = applier.onSource("UPDATE acc SET v = '' WHERE id = 1");
    applier.onTarget(applier.applied(), to, "UPDATE acc SET v = NULL WHERE id = 1");
    assertThat(kinds(1)).containsExactly(MismatchKind.VALUE_MISMATCH);
    assertThat(witness.status().mismatches().get(0).column()).isEqualTo("v");
    assertBlocked();
  }

  @Test
  void anotherScaleIsARepresentation() throws SQLException {
    Lsn to = applier.onSource("UPDATE acc SET n = 1.10 WHERE id = 1");
    applier.onTarget(applier.applied(), to, "UPDATE acc SET n = 1.1 WHERE id = 1");
    assertThat(kinds(1)).containsExactly(MismatchKind.REPRESENTATION_ONLY);
    assertBlocked();
  }

  @Test
  void aRogueWriteOnTheTargetIsUnexpected() throws SQLException {
    applier.follow("UPDATE acc SET v = 'a' WHERE id = 1");
    applier.rogue("UPDATE acc SET v = 'rogue' WHERE id = 7");
    assertThat(kinds(1)).containsExactly(MismatchKind.UNEXPECTED_WRITE);
    assertBlocked();
  }

  @Test
  void aRogueWriteJustBeforeTheDrainIsSeenByIt() throws SQLException {
    Lsn commit = applier.follow("UPDATE acc SET v = 'a' WHERE id = 1");
    drain(commit);
    applier.rogue("DELETE FROM \"Nö key\" WHERE a IS NULL");
    assertBlockedByDrain(commit);
  }

  private void assertBlockedByDrain(Lsn commit) {
    assertThatThrownBy(() -> drain(commit))
        .isInstanceOfSatisfying(
            MigrationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DIFFERS));
  }

  @Test
  void aSkippedTransactionIsMissing() throws SQLException {
    Lsn skipped = applier.onSource("UPDATE acc SET v = 'x' WHERE id IN (1, 2)");
    Lsn to = applier.onSource("UPDATE acc SET v = 'y' WHERE id = 3");
    applier.onTarget(skipped, to, "UPDATE acc SET v = 'y' WHERE id = 3");
    assertThat(kinds(2)).containsExactly(MismatchKind.MISSING_CHANGE, MismatchKind.MISSING_CHANGE);
    assertBlocked();
  }

  @Test
  void aTransactionSkippedInsideARangeIsMissing() throws SQLException {
    Lsn from = applier.applied();
    applier.onSource("DELETE FROM acc WHERE id = 9");
    Lsn to = applier.onSource("UPDATE acc SET v = 'y' WHERE id = 3");
    applier.onTarget(from, to, "UPDATE acc SET v = 'y' WHERE id = 3");
    assertThat(kinds(1)).containsExactly(MismatchKind.MISSING_CHANGE);
    assertBlocked();
  }

  @Test
  void aVersionSkippedIsNamedSo() throws SQLException {
    Lsn from = applier.applied();
    applier.onSource("UPDATE acc SET v = '1' WHERE id = 1");
    Lsn to = applier.onSource("UPDATE acc SET v = '2' WHERE id = 1");
    applier.onTarget(from, to, "UPDATE acc SET v = '2' WHERE id = 1");
    assertThat(kinds(1)).containsExactly(MismatchKind.SKIPPED_VERSION);
    assertBlocked();
  }

  @Test
  void conflictingTransactionsInTheWrongOrderAreReordered() throws SQLException {
    Lsn from = applier.applied();
    Lsn first = applier.onSource("UPDATE acc SET v = '1' WHERE id = 1");
    Lsn second = applier.onSource("UPDATE acc SET v = '2' WHERE id = 1");
    applier.onTarget(first, second, "UPDATE acc SET v = '2' WHERE id = 1");
    applier.onTarget(from, first, "UPDATE acc SET v = '1' WHERE id = 1");
    await(() -> kinds(1).contains(MismatchKind.REORDERED));
    assertThat(kinds(1)).containsExactly(MismatchKind.REORDERED);
    assertBlocked();
  }

  @Test
  void rowsOfOneTransactionInAnotherOrderAreHarmless() throws SQLException {
    Lsn from = applier.applied();
    Lsn to = applier.onSource("DELETE FROM acc WHERE id = 1", "DELETE FROM acc WHERE id = 2");
    applier.onTarget(from, to, "DELETE FROM acc WHERE id = 2", "DELETE FROM acc WHERE id = 1");
    assertThat(kinds(1)).containsExactly(MismatchKind.REORDERED_BENIGN);
    assertThat(drain(to).clean()).isTrue();
  }

  @Test
  void aTransactionAppliedTwiceIsADuplicate() throws SQLException {
    Lsn from = applier.applied();
    Lsn to = applier.follow("INSERT INTO \"Nö key\" VALUES ('dup', 7)");
    applier.onTarget(from, to, "INSERT INTO \"Nö key\" VALUES ('dup', 7)");
    assertThat(kinds(1)).containsExactly(MismatchKind.DUPLICATE_APPLY);
    assertBlocked();
  }

  @Test
  void aRowAppliedTwiceInOneTransactionIsADuplicate() throws SQLException {
    Lsn from = applier.applied();
    Lsn to = applier.onSource("INSERT INTO \"Nö key\" VALUES ('dup', 7)");
    applier.onTarget(
        from,
        to,
        "INSERT INTO \"Nö key\" VALUES ('dup', 7)",
        "INSERT INTO \"Nö key\" VALUES ('dup', 7)");
    assertThat(kinds(1)).containsExactly(MismatchKind.DUPLICATE_APPLY);
    assertBlocked();
  }

  @Test
  void aTransactionAppliedInTwoPiecesIsTorn() throws SQLException {
    Lsn from = applier.applied();
    Lsn to = applier.onSource("DELETE FROM acc WHERE id = 1", "DELETE FROM acc WHERE id = 2");
    applier.onTarget(from, to, "DELETE FROM acc WHERE id = 1");
    assertThat(kinds(1)).containsExactly(MismatchKind.MISSING_CHANGE);
    applier.onTarget(from, to, "DELETE FROM acc WHERE id = 2");
    await(() -> kinds(1).contains(MismatchKind.TORN_TRANSACTION));
    assertThat(kinds(1)).containsExactly(MismatchKind.TORN_TRANSACTION);
    assertBlocked();
  }

  @Test
  void aTruncateOnOneSideOnlyIsNamedSo() throws SQLException {
    Lsn to = applier.onSource("TRUNCATE \"Nö key\"");
    applier.onTarget(applier.applied(), to, "DELETE FROM \"Nö key\"");
    assertThat(kinds(1)).contains(MismatchKind.TRUNCATE_MISMATCH);
    assertBlocked();
  }

  @Test
  void changesBeforeATablesLoadSnapshotAreNotExpected() throws SQLException {
    Lsn from = applier.applied();
    Lsn to = applier.onSource("DELETE FROM acc WHERE id = 1", "UPDATE p SET v = 'q' WHERE id = 1");
    TestSql.run(
        sides.target(),
        "INSERT INTO daybreak.load_table VALUES ('public', 'acc', '"
            + new Lsn(to.value() + 8)
            + "', true)");
    applier.onTarget(from, to, "UPDATE p SET v = 'q' WHERE id = 1");
    assertThat(drain(to).mismatchCount()).isZero();
  }

  @Test
  void echoesOfTheReverseStreamAreNotExpected() throws SQLException {
    applier.onSource(
        "SELECT pg_logical_emit_message(true, 'daybreak', 'reverse 0/1 0/2')",
        "DELETE FROM acc WHERE id = 1");
    Lsn commit = applier.follow("UPDATE acc SET v = 'x' WHERE id = 2");
    assertThat(drain(commit).changesValidated()).isEqualTo(1);
  }

  @Test
  void aClosedWatchGoesOnWhereItStopped() throws SQLException {
    Lsn first = applier.follow("UPDATE acc SET v = 'x' WHERE id = 1");
    drain(first);
    Lsn since = witness.watchedSince();
    witness.close();
    Lsn from = applier.applied();
    Lsn missed = applier.follow("UPDATE acc SET v = 'while closed' WHERE id = 2");
    Lsn wrong = applier.onSource("UPDATE acc SET v = 'right' WHERE id = 3");
    applier.onTarget(missed, wrong, "UPDATE acc SET v = 'wrong' WHERE id = 3");
    witness = stage.watch(sides.spec);
    assertThat(kinds(1)).containsExactly(MismatchKind.VALUE_MISMATCH);
    assertThat(witness.watchedSince()).isLessThanOrEqualTo(new Lsn(from.value() + 1));
    assertThat(since).isLessThanOrEqualTo(witness.watchedSince());
    witness.close();
    witness = stage.watch(sides.spec);
    assertThat(kinds(1)).containsExactly(MismatchKind.VALUE_MISMATCH);
  }

  @Test
  void aLostConnectionIsOpenedAgain() throws SQLException {
    drain(applier.follow("UPDATE acc SET v = 'x' WHERE id = 1"));
    for (var side : List.of(sides.source(), sides.target())) {
      TestSql.rows(
          side,
          "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
              + " WHERE database = current_database() AND active");
      drain(applier.follow("UPDATE acc SET v = 'y' WHERE id = 1"));
    }
    assertThat(witness.status().mismatchCount()).isZero();
  }

  @Test
  void aSlotThatIsGoneEndsTheWatch() throws SQLException {
    try (Connection connection = Connections.open(sides.source(), "test")) {
      ReplicationDoor.dropSlot(connection, sides.spec.channel() + "_ts");
    }
    await(() -> !witness.status().failure().isEmpty());
    assertThat(witness.status().clean()).isFalse();
    assertThat(witness.status().failure()).contains("is gone");
  }

  @Test
  void dismantleLeavesNoSlot() {
    witness.close();
    stage.dismantle(sides.spec);
    stage.dismantle(sides.spec);
    for (var side : List.of(sides.source(), sides.target())) {
      assertThat(
              TestSql.value(
                  side,
                  "SELECT count(*) FROM pg_replication_slots WHERE slot_name LIKE '"
                      + sides.spec.channel()
                      + "%'"))
          .isEqualTo("0");
    }
  }

  @Test
  void aLargeTransactionNeedsNoMemoryOfItsSize() throws SQLException {
    String script =
        "INSERT INTO acc SELECT g, md5(g::text), g, md5(g::text) FROM generate_series(100, 120000) g";
    Lsn commit = applier.follow(script);
    assertThat(drain(commit).changesValidated()).isEqualTo(119_901);
  }
}
