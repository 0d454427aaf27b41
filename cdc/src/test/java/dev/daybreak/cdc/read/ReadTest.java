package dev.daybreak.cdc.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.change.Cell;
import dev.daybreak.kernel.change.Change;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadTest {
  private static final int SMALL = 64;

  @TempDir Path directory;

  private static List<Change> decode(ReceivedTransaction transaction, Decoder decoder)
      throws SQLException {
    List<Change> changes = new ArrayList<>();
    transaction
        .log()
        .forEach(
            message -> {
              Change change = decoder.decode(message);
              if (change != null) {
                changes.add(change);
              }
            });
    return changes;
  }

  private static ReceivedTransaction take(Assembler assembler, ByteBuffer... messages) {
    ReceivedTransaction whole = null;
    for (ByteBuffer message : messages) {
      whole = assembler.accept(message);
    }
    assertThat(whole).isNotNull();
    return whole;
  }

  @Test
  void assemblesAWholeTransactionInOrderThoughItSpills() throws Exception {
    Assembler assembler = new Assembler(SMALL, directory);
    assembler.accept(Messages.begin(100, -2));
    assembler.accept(Messages.relation(7, "t é"));
    for (int i = 0; i < 50; i++) {
      assertThat(assembler.accept(Messages.insert(7, "" + i, "wert ä" + i))).isNull();
    }
    ReceivedTransaction whole = take(assembler, Messages.commit(100, 120));
    assertThat(whole.commit()).isEqualTo(new Lsn(100));
    assertThat(whole.end()).isEqualTo(new Lsn(120));
    assertThat(whole.xid()).isEqualTo(4294967294L);
    assertThat(whole.changes()).isEqualTo(50);
    assertThat(whole.log().spilledBytes()).isPositive();
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
    for (int round = 0; round < 2; round++) {
      List<Change> changes = decode(whole, new Decoder());
      assertThat(changes).hasSize(50);
      Change.Insert last = (Change.Insert) changes.get(49);
      assertThat(last.relation().table().name()).isEqualTo("t é");
      assertThat(last.row().cells()).containsExactly(Cell.of("49"), Cell.of("wert ä49"));
    }
    whole.close();
  }

  @Test
  void marksEchoesAndKeepsOnlyTheirAnnouncements() throws Exception {
    Assembler assembler = new Assembler(1 << 20, directory);
    ReceivedTransaction echo =
        take(
            assembler,
            Messages.begin(1, 1),
            Messages.logical(1, "daybreak", "c 0/0 0/1"),
            Messages.relation(7, "t"),
            Messages.insert(7, "1", "x"),
            Messages.commit(1, 2));
    assertThat(echo.echo()).isTrue();
    assertThat(echo.idle()).isTrue();
    Decoder decoder = new Decoder();
    assertThat(decode(echo, decoder)).isEmpty();
    ReceivedTransaction next =
        take(
            assembler,
            Messages.begin(3, 2),
            Messages.logical(1, "daybreak.sentinel", "17"),
            Messages.logical(0, "daybreak", "outside the transaction"),
            Messages.insert(7, "2", "y"),
            Messages.commit(3, 4));
    assertThat(next.echo()).isFalse();
    assertThat(next.sentinels()).containsExactly("17");
    assertThat(decode(next, decoder)).hasSize(1);
  }

  @Test
  void decodesABatchAgainWithTheRelationsItBeganWith() {
    Decoder decoder = new Decoder();
    decoder.decode(Messages.relation(7, "before"));
    decoder.mark();
    decoder.decode(Messages.relation(7, "after"));
    assertThat(table(decoder)).isEqualTo("after");
    decoder.reset();
    assertThat(table(decoder)).isEqualTo("before");
  }

  private static String table(Decoder decoder) {
    Change change = decoder.decode(Messages.insert(7, "1", "x"));
    return ((Change.Insert) change).relation().table().name();
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    ByteBuffer badText =
        Messages.of('I')
            .int32(7)
            .int8('N')
            .int16(2)
            .int8('n')
            .int8('t')
            .raw(new byte[] {(byte) 0xC3, 0x28})
            .buffer();
    ByteBuffer cut = Messages.of('I').int32(7).int8('N').int16(2).int8('t').int32(900).buffer();
    for (ByteBuffer bad :
        List.of(badText, cut, Messages.of('?').buffer(), Messages.insert(8, "1", "x"))) {
      Decoder decoder = new Decoder();
      decoder.decode(Messages.relation(7, "t"));
      assertThatThrownBy(() -> decoder.decode(bad))
          .isInstanceOfSatisfying(
              MigrationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_PROTOCOL));
    }
    Assembler assembler = new Assembler(SMALL, directory);
    assertThatThrownBy(() -> assembler.accept(Messages.insert(7, "1", "x")))
        .isInstanceOf(MigrationException.class);
  }

  @Test
  void queueHoldsBackWhatCommitsAtOrPastTheLimitAndIsBounded() throws Exception {
    TransactionQueue queue = new TransactionQueue(600);
    Assembler assembler = new Assembler(1 << 20, directory);
    for (int commit = 1; commit <= 2; commit++) {
      assertThat(
              queue.offer(
                  take(assembler, Messages.begin(commit, 1), Messages.commit(commit, commit)), 0))
          .isTrue();
    }
    assertThat(queue.offer(take(assembler, Messages.begin(3, 1), Messages.commit(3, 3)), 1))
        .isFalse();
    TransactionQueue.Taken before = queue.take(new Lsn(2), 10, 0);
    assertThat(before.transactions()).hasSize(1);
    assertThat(before.limitReached()).isTrue();
    assertThat(queue.take(Lsn.ZERO, 10, 0).transactions()).isEmpty();
    assertThat(queue.take(new Lsn(-1L), 10, 0).transactions()).hasSize(1);
    assertThat(queue.take(new Lsn(-1L), 10, 1).limitReached()).isFalse();
  }
}
