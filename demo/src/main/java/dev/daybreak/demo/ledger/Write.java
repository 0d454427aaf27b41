package dev.daybreak.demo.ledger;

import java.util.Objects;

/**
 * One write of a transaction as the ledger knows it.
 *
 * @param kind what it does
 * @param table the tracked table, or the lists
 * @param row the row's number within its writer; for an append the list's key
 * @param number the write's number, ascending within its writer, used once
 * @param digest of the row's content afterwards; empty for deletes and appends, and where the
 *     server makes the key and has not told it yet
 */
public record Write(Kind kind, String table, long row, long number, String digest) {
  public Write {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(digest, "digest");
  }

  /** What a write does. */
  public enum Kind {
    /** Inserts the row or updates it. */
    PUT,
    /** Deletes the row. */
    DELETE,
    /** Appends the number to a list. */
    APPEND
  }

  /** The number that an append puts in a list: unique among all writers. */
  public static long item(int writer, long number) {
    return ((long) writer << 32) | number;
  }

  /** Who appended an item. */
  public static int writerOf(long item) {
    return (int) (item >>> 32);
  }

  /** The number of the append. */
  public static long numberOf(long item) {
    return item & 0xffff_ffffL;
  }
}
