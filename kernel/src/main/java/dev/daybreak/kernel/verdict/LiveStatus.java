package dev.daybreak.kernel.verdict;

import dev.daybreak.kernel.Lsn;
import java.util.List;

/**
 * What the live validator knows now.
 *
 * @param validatedThrough every source transaction at or before this is matched
 * @param sourceRead how far the source's stream is read
 * @param transactionsValidated transactions matched since the start
 * @param changesValidated row changes matched since the start
 * @param mismatchCount mismatches since the start
 * @param mismatches the first ones, bounded
 * @param obligations observed rows with values the stream did not carry (unchanged TOAST), which
 *     the next batch must cover
 * @param waiting why nothing moves, or empty
 * @param failure why it ended, or empty
 */
public record LiveStatus(
    Lsn validatedThrough,
    Lsn sourceRead,
    long transactionsValidated,
    long changesValidated,
    long mismatchCount,
    List<Mismatch> mismatches,
    long obligations,
    String waiting,
    String failure) {
  public LiveStatus {
    mismatches = List.copyOf(mismatches);
  }

  /** Whether nothing speaks against equality so far. */
  public boolean clean() {
    return failure.isEmpty() && mismatches.stream().noneMatch(m -> m.kind().blocks());
  }
}
