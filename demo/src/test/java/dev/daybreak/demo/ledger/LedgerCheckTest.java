package dev.daybreak.demo.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.demo.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
  private static final int WRITER = 64;
  private static final String TABLE = "shop.orders";

  private final List<Entry> entries = new ArrayList<>();
  private final Map<RowId, List<Seen>> rows = new HashMap<>();
  private final Map<Long, Integer> audit = new HashMap<>();
  private final Map<Long, long[]> lists = new HashMap<>();

  @Test
  void anUnknownTransactionMayBeThereOrNot() {
    entry(Outcome.ACKNOWLEDGED, put(1, 1, "a"));
    entry(Outcome.UNKNOWN, put(1, 2, "b"), put(2, 3, "c"));
    there(1, 1, "a");
    audited(1);
    assertThat(check().clean()).isTrue();
    assertThat(check().unknownPresent()).isZero();

    rows.clear();
    there(1, 2, "b");
    there(2, 3, "c");
    audited(2);
    audited(3);
    assertThat(check().clean()).isTrue();
    assertThat(check().unknownPresent()).isEqualTo(2);
  }

  @Test
  void anUnknownTransactionThatIsThereInPartIsTorn() {
    entry(Outcome.ACKNOWLEDGED, put(1, 1, "a"));
    entry(Outcome.UNKNOWN, put(1, 2, "b"), put(2, 3, "c"));
    there(1, 2, "b");
    audited(1);
    audited(2);
    assertThat(check().violations()).isEqualTo(1);
    assertThat(check().details()).singleElement().asString().contains("torn");
  }

  @Test
  void anAppendThatIsNotThereTearsAnUnknownTransaction() {
    entry(Outcome.UNKNOWN, put(1, 1, "a"), append(5, 2));
    there(1, 1, "a");
    audited(1);
    assertThat(check().violations()).isEqualTo(1);
    lists.put(5L, new long[] {Write.item(WRITER, 2)});
    assertThat(check().clean()).isTrue();
  }

  @Test
  void aDeletedRowThatIsThereAndALostAuditAreLosses() {
    entry(Outcome.ACKNOWLEDGED, put(1, 1, "a"));
    entry(Outcome.ACKNOWLEDGED, new Write(Write.Kind.DELETE, TABLE, 1, 2, ""));
    assertThat(check().lostWrites()).as("the audit of the insert").isEqualTo(1);
    audited(1);
    assertThat(check().clean()).isTrue();
    there(1, 1, "a");
    assertThat(check().lostWrites()).as("the delete").isEqualTo(1);
  }

  @Test
  void whatWasRefusedMustNotShow() {
    entry(Outcome.FAILED, put(1, 1, "a"), append(5, 2));
    assertThat(check().clean()).isTrue();
    there(1, 1, "a");
    audited(1);
    lists.put(5L, new long[] {Write.item(WRITER, 2)});
    assertThat(check().violations()).isEqualTo(3);
  }

  @Test
  void appendsOfOneWriterKeepTheirOrder() {
    entry(Outcome.ACKNOWLEDGED, append(5, 1));
    entry(Outcome.ACKNOWLEDGED, append(5, 2));
    lists.put(5L, new long[] {Write.item(WRITER, 1), Write.item(9, 9), Write.item(WRITER, 2)});
    assertThat(check().clean()).isTrue();
    lists.put(5L, new long[] {Write.item(WRITER, 2), Write.item(WRITER, 1)});
    assertThat(check().violations()).isEqualTo(1);
    lists.put(5L, new long[] {Write.item(WRITER, 1), Write.item(WRITER, 2), Write.item(WRITER, 2)});
    assertThat(check().duplicatedWrites()).isEqualTo(1);
    lists.put(5L, new long[] {Write.item(WRITER, 2)});
    assertThat(check().lostWrites()).isEqualTo(1);
  }

  private LedgerVerdict check() {
    return LedgerCheck.check("db", entries, new Observed(rows, audit, lists, new ArrayList<>()));
  }

  private void entry(Outcome outcome, Write... writes) {
    Entry entry = new Entry(WRITER, entries.size() + 1L, List.of(writes));
    entry.settle(outcome, entry.writes());
    entries.add(entry);
  }

  private void there(long row, long number, String digest) {
    rows.put(new RowId(TABLE, WRITER, row), List.of(new Seen(number, digest)));
  }

  private void audited(long number) {
    audit.merge(Write.item(WRITER, number), 1, Integer::sum);
  }

  private static Write put(long row, long number, String digest) {
    return new Write(Write.Kind.PUT, TABLE, row, number, digest);
  }

  private static Write append(long key, long number) {
    return new Write(Write.Kind.APPEND, Workload.LISTS, key, number, "");
  }
}
