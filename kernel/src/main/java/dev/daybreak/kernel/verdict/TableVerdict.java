package dev.daybreak.kernel.verdict;

import dev.daybreak.kernel.TableId;

/**
 * The outcome for one table. The ledger balances: {@code sourceRows = matched + differing +
 * missing} and {@code targetRows = matched + differing + extra}.
 *
 * @param table which
 * @param coverage how it ends
 * @param sourceRows rows read on the source
 * @param targetRows rows read on the target
 * @param matched rows equal on both sides
 * @param differing rows with the same key and other values
 * @param missing rows only on the source
 * @param extra rows only on the target
 * @param sourceDigest commutative 128-bit digest of all source rows, hex
 * @param targetDigest the same of the target
 * @param note why WAIVED or UNCOVERED, else empty
 */
public record TableVerdict(
    TableId table,
    Coverage coverage,
    long sourceRows,
    long targetRows,
    long matched,
    long differing,
    long missing,
    long extra,
    String sourceDigest,
    String targetDigest,
    String note) {
  public TableVerdict {
    if (coverage == Coverage.VALIDATED
        && (sourceRows != matched + differing + missing
            || targetRows != matched + differing + extra)) {
      throw new IllegalArgumentException("the ledger of " + table + " does not balance");
    }
  }

  /** Whether both sides are equal. */
  public boolean clean() {
    return coverage == Coverage.WAIVED
        || (coverage == Coverage.VALIDATED && differing == 0 && missing == 0 && extra == 0);
  }
}
