package dev.daybreak.validate.core.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprints of one row version, one per column of its shape: of the text, and, where it
 * differs, of the meaning. Holds no values. Built by one thread, read by one other.
 */
public final class Cells {
  private static final long UNOBSERVED = -1;

  private final long[] text;
  private long @Nullable [] meaning;

  /** Cells that are all unobserved. */
  public Cells(int columns) {
    text = new long[2 * columns];
    Arrays.fill(text, UNOBSERVED);
  }

  /** Sets a column's fingerprint. */
  public void set(int column, long high, long low) {
    text[2 * column] = high;
    text[2 * column + 1] = low;
    if (meaning != null) {
      meaning[2 * column] = high;
      meaning[2 * column + 1] = low;
    }
  }

  /** Sets the fingerprint of a column's meaning, after {@link #set}. */
  public void setMeaning(int column, long high, long low) {
    if (meaning == null) {
      meaning = text.clone();
    }
    meaning[2 * column] = high;
    meaning[2 * column + 1] = low;
  }

  /** Takes over columns that are unobserved here from another version of the same row. */
  public void fillFrom(Cells other) {
    for (int i = 0; i < columns(); i++) {
      if (!observed(i) && other.observed(i)) {
        copy(i, other);
      }
    }
  }

  /** Takes over the given column. */
  void copy(int column, Cells other) {
    set(column, other.text[2 * column], other.text[2 * column + 1]);
    if (other.meaning != null) {
      setMeaning(column, other.meaning[2 * column], other.meaning[2 * column + 1]);
    }
  }

  int columns() {
    return text.length / 2;
  }

  boolean observed(int column) {
    return text[2 * column] != UNOBSERVED || text[2 * column + 1] != UNOBSERVED;
  }

  boolean sameText(int column, Cells other, int otherColumn) {
    return text[2 * column] == other.text[2 * otherColumn]
        && text[2 * column + 1] == other.text[2 * otherColumn + 1];
  }

  boolean sameMeaning(int column, Cells other, int otherColumn) {
    long[] mine = meaning == null ? text : meaning;
    long[] others = other.meaning == null ? other.text : other.meaning;
    return mine[2 * column] == others[2 * otherColumn]
        && mine[2 * column + 1] == others[2 * otherColumn + 1];
  }

  /** Folds a column's meaning into a running key. */
  long fold(int column, long seed) {
    long[] mine = meaning == null ? text : meaning;
    long mixed = (seed ^ mine[2 * column]) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 29) ^ mine[2 * column + 1]) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 32);
  }

  /** Bytes held, roughly. */
  long weight() {
    return 32 + 8L * text.length * (meaning == null ? 1 : 2);
  }
}
