package dev.daybreak.kernel.verdict;

import dev.daybreak.kernel.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The outcome of one batch validation: the certificate's content.
 *
 * @param position the aligned cut's source position
 * @param startedAt when
 * @param took how long
 * @param tables one per table of either side, sorted
 * @param mismatches the first ones of each table, bounded; the counts in {@code tables} are whole
 */
public record BatchVerdict(
    Lsn position,
    Instant startedAt,
    Duration took,
    List<TableVerdict> tables,
    List<Mismatch> mismatches) {
  public BatchVerdict {
    tables = List.copyOf(tables);
    mismatches = List.copyOf(mismatches);
  }

  /** Whether every table is equal or waived. */
  public boolean clean() {
    return mismatches.stream().noneMatch(m -> m.kind().blocks())
        && tables.stream().allMatch(TableVerdict::clean);
  }

  /** Rows compared and found equal. */
  public long rowsValidated() {
    return tables.stream().mapToLong(TableVerdict::matched).sum();
  }

  /** All rows that differ, are missing or extra. */
  public long mismatchCount() {
    return tables.stream().mapToLong(t -> t.differing() + t.missing() + t.extra()).sum();
  }
}
