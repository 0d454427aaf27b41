package dev.daybreak.kernel;

/**
 * A PostgreSQL log sequence number: an unsigned 64-bit byte offset in the write-ahead log.
 *
 * @param value the offset in bytes, unsigned
 */
public record Lsn(long value) implements Position, Comparable<Lsn> {
  /** No position yet: before every real one. */
  public static final Lsn ZERO = new Lsn(0);

  /**
   * Reads the server's form {@code XXXXXXXX/XXXXXXXX}.
   *
   * @throws IllegalArgumentException when the text is of another form
   */
  public static Lsn parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash > 8 || text.length() - slash < 2 || text.length() - slash > 9) {
      throw new IllegalArgumentException("not a log sequence number: " + text);
    }
    long high = Long.parseLong(text, 0, slash, 16);
    long low = Long.parseLong(text, slash + 1, text.length(), 16);
    return new Lsn(high << 32 | low);
  }

  @Override
  public String text() {
    return Long.toHexString(value >>> 32).toUpperCase(java.util.Locale.ROOT)
        + "/"
        + Long.toHexString(value & 0xFFFF_FFFFL).toUpperCase(java.util.Locale.ROOT);
  }

  /** Whether this lies strictly before the other. */
  public boolean isBefore(Lsn other) {
    return compareTo(other) < 0;
  }

  /** Bytes from the other position to this one; negative when this lies before it. */
  public long bytesSince(Lsn other) {
    return value - other.value;
  }

  /** The later of the two. */
  public static Lsn max(Lsn a, Lsn b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return text();
  }
}
