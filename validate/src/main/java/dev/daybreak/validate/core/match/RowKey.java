package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.TableId;

/**
 * Which row a change is about.
 *
 * @param table its table
 * @param whole whether the whole table is meant
 * @param high half of the digest of the key columns
 * @param low the other half
 */
record RowKey(TableId table, boolean whole, long high, long low) {
  String hex() {
    return whole ? "" : new dev.daybreak.validate.core.Digest(high, low).hex();
  }
}
