package dev.daybreak.validate.core.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MatcherTest {
  private static final TableId TABLE = new TableId("public", "t");
  private static final RowShape SHAPE =
      new RowShape(TABLE, List.of("id", "v"), List.of(true, false), false);

  private static final RowShape OTHER =
      new RowShape(new TableId("public", "u"), List.of("id", "v"), List.of(true, false), false);

  private final Set<TableId> dropped = new HashSet<>();
  private final MismatchLog log = new MismatchLog(100);
  private final Deque<Transaction> source = new ArrayDeque<>();

  private record Transaction(long commit, Iterator<RowChange> changes) {}

  private final Histories.Source history =
      new Histories.Source() {
        private @Nullable Transaction open;

        @Override
        public @Nullable Lsn next(Lsn through) {
          Transaction first = source.peek();
          if (first == null || first.commit() > through.value()) {
            return null;
          }
          open = source.remove();
          return new Lsn(open.commit());
        }

        @Override
        public @Nullable RowChange change() {
          return open != null && open.changes().hasNext() ? open.changes().next() : null;
        }
      };

  private void source(long commit, long... idAndValue) {
    source.add(new Transaction(commit, changes(commit, idAndValue).iterator()));
  }

  private static List<RowChange> changes(long commit, long... idAndValue) {
    return rows(SHAPE, commit, idAndValue);
  }

  private static List<RowChange> rows(RowShape shape, long commit, long... idAndValue) {
    RowChange[] changes = new RowChange[idAndValue.length / 2];
    for (int i = 0; i < changes.length; i++) {
      Cells row = new Cells(2);
      row.set(0, 0, idAndValue[2 * i]);
      if (idAndValue[2 * i + 1] >= 0) {
        row.set(1, 0, idAndValue[2 * i + 1]);
      }
      changes[i] = RowChange.update(shape, new Lsn(commit), null, row);
    }
    return Arrays.asList(changes);
  }

  private Matcher matcher(Matcher.Start start) {
    return new Matcher("c", history, start, Map::of, new DroppedTables(dropped::contains), log);
  }

  private static void target(Matcher matcher, long from, long to, long... idAndValue)
      throws InterruptedException {
    Iterator<RowChange> changes = changes(1_000 + to, idAndValue).iterator();
    matcher.match(
        new Tag("c", new Lsn(from), new Lsn(to)), () -> changes.hasNext() ? changes.next() : null);
  }

  private static Matcher.Start fresh(long source, long applied) {
    return new Matcher.Start(new Lsn(source), new Lsn(applied), false, null);
  }

  private List<MismatchKind> kinds() {
    return log.samples().stream().map(Mismatch::kind).toList();
  }

  @Test
  void whatWasAppliedBeforeTheWatchIsNotExpectedAgain() throws InterruptedException {
    Matcher matcher = matcher(fresh(10, 30));
    source(20, 1, 1);
    source(40, 1, 2);
    target(matcher, 30, 40, 1, 2);
    assertThat(kinds()).isEmpty();
    assertThat(matcher.watchedSince()).isEqualTo(new Lsn(31));
    assertThat(matcher.changes()).isEqualTo(1);
  }

  @Test
  void changesOfATableThatWasDroppedSinceAreNotMissed() throws InterruptedException {
    Matcher matcher = matcher(fresh(10, 10));
    dropped.add(OTHER.table());
    long[] many = new long[60_000];
    source.add(new Transaction(20, rows(OTHER, 20, many).iterator()));
    source(30, 1, 2);
    target(matcher, 10, 30, 1, 2);
    source.add(new Transaction(40, rows(OTHER, 40, 1, 1).iterator()));
    source(50, 1, 3);
    target(matcher, 40, 50, 1, 3);
    assertThat(kinds()).isEmpty();
    assertThat(matcher.changes()).isEqualTo(2);
  }

  @Test
  void changesOfATableThatIsThereAreMissed() throws InterruptedException {
    Matcher matcher = matcher(fresh(10, 10));
    source.add(new Transaction(20, rows(OTHER, 20, 1, 1).iterator()));
    source(30, 1, 2);
    target(matcher, 10, 30, 1, 2);
    assertThat(kinds()).containsExactly(MismatchKind.MISSING_CHANGE);
  }

  @Test
  void theEndOfARangeThatBeganBeforeTheWatchIsCompared() throws InterruptedException {
    Matcher matcher = matcher(fresh(10, 5));
    assertThat(matcher.watchedSince()).isNull();
    source(20, 1, 2);
    target(matcher, 5, 20, 7, 7, 1, 2);
    assertThat(kinds()).isEmpty();
    assertThat(matcher.watchedSince()).isEqualTo(new Lsn(10));
    source(30, 1, 3);
    target(matcher, 20, 30, 1, 4);
    assertThat(kinds()).containsExactly(MismatchKind.VALUE_MISMATCH);
  }

  @Test
  void aWrongEndOfSuchARangeIsFound() throws InterruptedException {
    Matcher matcher = matcher(fresh(10, 5));
    source(20, 1, 2);
    target(matcher, 5, 20, 7, 7, 1, 3);
    assertThat(kinds()).containsExactly(MismatchKind.VALUE_MISMATCH);
  }

  @Test
  void rangesThatWereMatchedBeforeAPauseAreRedeliveredWithoutAlarm() throws InterruptedException {
    Matcher.Start start = new Matcher.Start(new Lsn(25), new Lsn(40), true, new Lsn(3));
    Matcher matcher = matcher(start);
    source(30, 1, 1);
    source(40, 1, 2);
    source(50, 1, 3);
    target(matcher, 10, 20, 9, 9);
    target(matcher, 20, 30, 1, 1);
    target(matcher, 30, 40, 1, 2);
    target(matcher, 40, 50, 1, 3);
    assertThat(kinds()).isEmpty();
    assertThat(matcher.watchedSince()).isEqualTo(new Lsn(3));
    target(matcher, 30, 40, 1, 2);
    assertThat(kinds()).containsExactly(MismatchKind.DUPLICATE_APPLY);
  }

  @Test
  void aRangeBegunBeforeAWatchThatNeverConfirmedIsPassedOverAgain() throws InterruptedException {
    Matcher matcher = matcher(new Matcher.Start(new Lsn(10), null, true, new Lsn(10), false));
    source(20, 1, 2);
    source(30, 1, 3);
    target(matcher, 5, 20, 7, 7, 1, 2);
    target(matcher, 20, 30, 1, 3);
    assertThat(kinds()).isEmpty();
    assertThat(matcher.watchedSince()).isEqualTo(new Lsn(10));
  }

  @Test
  void aPauseThatLeavesADoubtMovesTheStartOfTheWatch() throws InterruptedException {
    Matcher matcher = matcher(new Matcher.Start(new Lsn(25), null, true, new Lsn(3)));
    source(30, 1, 1);
    source(50, 1, 3);
    target(matcher, 40, 50, 1, 3);
    assertThat(kinds()).isEmpty();
    assertThat(matcher.watchedSince()).isEqualTo(new Lsn(41));
  }

  @Test
  void swappedContentsUnderOrderlyTagsAreReordered() throws InterruptedException {
    Matcher matcher = matcher(fresh(1, 5));
    source(10, 1, 1);
    source(20, 2, 2);
    target(matcher, 5, 10, 2, 2);
    assertThat(kinds())
        .containsExactlyInAnyOrder(MismatchKind.MISSING_CHANGE, MismatchKind.UNEXPECTED_WRITE);
    target(matcher, 10, 20, 1, 1);
    assertThat(kinds()).hasSize(2).noneMatch(k -> k == MismatchKind.MISSING_CHANGE);
    assertThat(log.blockingCount()).isPositive();
  }

  @Test
  void aValueOneSideLeavesOutIsAnObligationAndBothIsNone() throws InterruptedException {
    Matcher matcher = matcher(fresh(1, 5));
    source(10, 1, -1, 2, -1);
    target(matcher, 5, 10, 1, 77, 2, -1);
    assertThat(kinds()).isEmpty();
    assertThat(matcher.obligations()).isEqualTo(1);
  }

  @Test
  void whichTablesRowsComeFirstInARangeMeansNothing() throws InterruptedException {
    Matcher matcher = matcher(fresh(1, 5));
    source.add(transaction(10, rows(SHAPE, 10, 1, 1), rows(OTHER, 10, 1, 7)));
    source.add(transaction(11, rows(SHAPE, 11, 1, 2), rows(OTHER, 11, 1, 8)));
    target(matcher, 5, 11, rows(OTHER, 1_011, 1, 7, 1, 8), rows(SHAPE, 1_011, 1, 1, 1, 2));
    assertThat(kinds()).isEmpty();
    assertThat(matcher.changes()).isEqualTo(4);
  }

  @Test
  void theEndOfARangeBegunBeforeTheWatchIsMatchedTableByTable() throws InterruptedException {
    Matcher matcher = matcher(new Matcher.Start(new Lsn(8), null, false, null));
    source.add(transaction(10, rows(SHAPE, 10, 1, 1), rows(OTHER, 10, 1, 7)));
    target(matcher, 5, 10, rows(OTHER, 1_010, 3, 3, 1, 7), rows(SHAPE, 1_010, 9, 9, 1, 1));
    assertThat(log.count()).isZero();
    assertThat(matcher.changes()).isEqualTo(2);
  }

  @Test
  void withinATableTheOrderOfARowStillCounts() throws InterruptedException {
    Matcher matcher = matcher(fresh(1, 5));
    source.add(transaction(10, rows(SHAPE, 10, 1, 1), rows(OTHER, 10, 1, 7, 1, 8)));
    target(matcher, 5, 10, rows(OTHER, 1_010, 1, 8, 1, 7), rows(SHAPE, 1_010, 1, 1));
    assertThat(kinds()).containsExactly(MismatchKind.REORDERED);
  }

  @Test
  void aRowMissingAmongOvertakenOnesIsNamed() throws InterruptedException {
    Matcher matcher = matcher(fresh(1, 5));
    source.add(transaction(10, rows(SHAPE, 10, 1, 1, 2, 1), rows(OTHER, 10, 1, 7)));
    target(matcher, 5, 10, rows(OTHER, 1_010, 1, 7), rows(SHAPE, 1_010, 2, 1));
    assertThat(kinds()).containsExactly(MismatchKind.MISSING_CHANGE);
  }

  @SafeVarargs
  private static Transaction transaction(long commit, List<RowChange>... changes) {
    return new Transaction(commit, Stream.of(changes).flatMap(List::stream).iterator());
  }

  @SafeVarargs
  private static void target(Matcher matcher, long from, long to, List<RowChange>... changes)
      throws InterruptedException {
    Iterator<RowChange> all = Stream.of(changes).flatMap(List::stream).iterator();
    matcher.match(
        new Tag("c", new Lsn(from), new Lsn(to)), () -> all.hasNext() ? all.next() : null);
  }

  @Test
  void aStrangersTagIsNoTag() throws InterruptedException {
    Matcher matcher = matcher(fresh(1, 5));
    Iterator<RowChange> changes = changes(9, 1, 1).iterator();
    matcher.match(
        new Tag("other", new Lsn(5), new Lsn(10)), () -> changes.hasNext() ? changes.next() : null);
    assertThat(kinds()).containsExactly(MismatchKind.UNEXPECTED_WRITE);
    assertThat(Tag.parse("c 0/1 0/2 x")).isEmpty();
    assertThat(Tag.parse("c 0/1 zz")).isEmpty();
  }

  @Test
  void aFullSampleListNeverHidesABlockingMismatch() {
    MismatchLog small = new MismatchLog(2);
    for (int i = 0; i < 5; i++) {
      small.add(new Mismatch(TABLE, MismatchKind.REORDERED_BENIGN, "", "", ""));
    }
    small.add(new Mismatch(TABLE, MismatchKind.MISSING_CHANGE, "", "", ""));
    assertThat(small.samples()).anyMatch(m -> m.kind().blocks());
    assertThat(small.count()).isEqualTo(6);
  }
}
