package dev.daybreak.validate.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.validate.TwoSides;
import org.junit.jupiter.api.Test;

class BatchSpeedIT {
  private static final int ROWS = Integer.getInteger("daybreak.speed.rows", 50_000);

  @Test
  void countsEveryRowOfALargerTable() {
    TwoSides sides = TwoSides.create("speed", ServerRelease.PG15, ServerRelease.PG17);
    sides.both(
        "CREATE TABLE accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(20))",
        "INSERT INTO accounts SELECT g, g % 20, g * 7, 'f' FROM generate_series(1, " + ROWS + ") g",
        "ANALYZE accounts");
    for (int i = 0; i < 3; i++) {
      BatchVerdict verdict = sides.batch();
      assertThat(verdict.clean()).isTrue();
      assertThat(verdict.rowsValidated()).isEqualTo(ROWS);
      System.out.println("row pairs/s: " + ROWS * 1000L / Math.max(1, verdict.took().toMillis()));
    }
  }
}
