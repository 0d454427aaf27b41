package dev.daybreak.demo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.demo.workload.Workload;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Write PLANNED = put(1, 1, "");
  private static final Write TOLD = put(1, 1, "d1");

  @TempDir Path directory;

  @Test
  void aKilledRunLeavesWhatWasKnownUntilThen() throws IOException {
    Path path = directory.resolve("orders.ledger");
    try (Ledger ledger = Ledger.create(Workload.ORDERS, path)) {
      ledger.acknowledged(ledger.begin(64, 1, List.of(PLANNED)), List.of(TOLD));
      ledger.failed(ledger.begin(64, 2, List.of(put(2, 2, "d2"), append(7, 3))));
      ledger.begin(65, 1, List.of(append(7, 1)));
      ledger.violation("saw\nsomething");
    }
    Files.writeString(path, "A\t65\t1\tAPPEND,sh", StandardOpenOption.APPEND);

    try (Ledger reread = Ledger.read(path)) {
      assertThat(reread.workload()).isEqualTo(Workload.ORDERS);
      assertThat(reread.entries())
          .extracting(Entry::outcome)
          .containsExactly(Outcome.ACKNOWLEDGED, Outcome.FAILED, Outcome.UNKNOWN);
      assertThat(reread.entries().get(0).writes()).containsExactly(TOLD);
      assertThat(reread.entries().get(2).writes()).containsExactly(append(7, 1));
      assertThat(reread.violations()).containsExactly("saw something");
      assertThat(reread.acknowledgedWrites()).isEqualTo(1);
      assertThat(reread.writers()).containsExactlyInAnyOrder(64, 65);
    }
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Path path = Files.writeString(directory.resolve("other"), "something else\n");
    assertThatThrownBy(() -> Ledger.read(path))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("is no ledger");
  }

  @Test
  void anItemNamesItsWriterAndNumber() {
    long item = Write.item(0x3fff_ffff, 0xffff_fff0L);
    assertThat(item).isPositive();
    assertThat(Write.writerOf(item)).isEqualTo(0x3fff_ffff);
    assertThat(Write.numberOf(item)).isEqualTo(0xffff_fff0L);
  }

  private static Write put(long row, long number, String digest) {
    return new Write(Write.Kind.PUT, "shop.orders", row, number, digest);
  }

  private static Write append(long key, long number) {
    return new Write(Write.Kind.APPEND, Workload.LISTS, key, number, "");
  }
}
