package dev.daybreak.validate.batch;

import dev.daybreak.validate.core.Digest;

/**
 * What the scan of one side of a table came to.
 *
 * @param rows rows read
 * @param digest commutative digest of all rows
 */
record SideTotals(long rows, Digest digest) {
  /** A side that has no such table. */
  static final SideTotals NONE = new SideTotals(0, new Digest(0, 0));
}
