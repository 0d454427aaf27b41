package dev.daybreak.validate.batch;

import dev.daybreak.kernel.verdict.MismatchKind;
import dev.daybreak.validate.core.Digest;
import java.util.List;

/**
 * What the join of one table came to.
 *
 * @param matched rows equal on both sides
 * @param differing rows with the same key and other values
 * @param missing rows only on the source
 * @param extra rows only on the target
 * @param samples some of the keys that do not match
 */
record JoinResult(long matched, long differing, long missing, long extra, List<Sample> samples) {
  JoinResult {
    samples = List.copyOf(samples);
  }

  boolean clean() {
    return differing == 0 && missing == 0 && extra == 0;
  }

  /** Whether every row of both sides is in exactly one count. */
  boolean balances(long sourceRows, long targetRows) {
    return sourceRows == matched + differing + missing && targetRows == matched + differing + extra;
  }

  /**
   * A key that does not match.
   *
   * @param key its fingerprint
   * @param kind how
   * @param sourceCount rows with it on the source
   * @param targetCount rows with it on the target
   */
  record Sample(Digest key, MismatchKind kind, long sourceCount, long targetCount) {}
}
