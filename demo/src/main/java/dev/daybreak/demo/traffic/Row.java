package dev.daybreak.demo.traffic;

import dev.daybreak.demo.workload.TrackedTable;
import org.jspecify.annotations.Nullable;

/**
 * A row of a client as its last acknowledged write left it.
 *
 * @param table where it is
 * @param row its number within its writer
 * @param key its key as text; null in a table without key
 * @param note null and empty are different
 * @param bodyMd5 of its body; null when that is null
 * @param origin the client's setting when the row was inserted
 * @param number the last write's
 */
record Row(
    TrackedTable table,
    long row,
    @Nullable String key,
    @Nullable String note,
    @Nullable String bodyMd5,
    String origin,
    long number) {

  String digest() {
    return TrackedTable.digest(key, note, bodyMd5, origin);
  }

  Row withNote(@Nullable String other, long write) {
    return new Row(table, row, key, other, bodyMd5, origin, write);
  }

  Row withBody(@Nullable String otherMd5, long write) {
    return new Row(table, row, key, note, otherMd5, origin, write);
  }

  Row withKey(@Nullable String other, long write) {
    return new Row(table, row, other, note, bodyMd5, origin, write);
  }
}
