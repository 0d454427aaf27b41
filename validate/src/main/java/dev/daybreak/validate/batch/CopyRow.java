package dev.daybreak.validate.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One row of COPY's text format, split into fields. The object is reused for every row of a scan; a
 * field is a range of {@link #bytes()}. For one thread.
 */
final class CopyRow {
  private static final int NULL = -1;

  private final int[] starts;
  private final int[] ends;
  private byte[] bytes = new byte[0];
  private byte[] scratch = new byte[512];

  CopyRow(int columns) {
    starts = new int[columns];
    ends = new int[columns];
  }

  /**
   * Splits a line.
   *
   * @throws IllegalStateException when it has another number of fields than the scan has columns
   */
  void parse(byte[] line) {
    int length = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
    if (starts.length == 0) {
      require(length == 0 ? 0 : 1);
      return;
    }
    bytes = line;
    int column = 0;
    starts[0] = 0;
    for (int i = 0; i < length; i++) {
      byte b = line[i];
      if (b == '\t') {
        column = next(column, i, i + 1);
      } else if (b == '\\') {
        parseEscaped(line, length);
        return;
      }
    }
    ends[column] = length;
    require(column + 1);
  }

  /** The bytes that {@link #start} and {@link #end} point into. */
  byte[] bytes() {
    return bytes;
  }

  boolean isNull(int column) {
    return ends[column] == NULL;
  }

  int start(int column) {
    return starts[column];
  }

  int length(int column) {
    return ends[column] - starts[column];
  }

  /** A field's text, or null for NULL. */
  @Nullable String text(int column) {
    return isNull(column)
        ? null
        : new String(bytes, starts[column], length(column), StandardCharsets.UTF_8);
  }

  private void parseEscaped(byte[] line, int length) {
    if (scratch.length < length) {
      scratch = new byte[Math.max(length, scratch.length * 2)];
    }
    bytes = scratch;
    int out = 0;
    int column = 0;
    boolean isNull = false;
    starts[0] = 0;
    for (int i = 0; i < length; i++) {
      byte b = line[i];
      if (b == '\t') {
        column = next(column, isNull ? NULL : out, out);
        isNull = false;
      } else if (b == '\\' && line[i + 1] == 'N') {
        isNull = true;
        i++;
      } else if (b == '\\') {
        scratch[out++] = unescaped(line[++i]);
      } else {
        scratch[out++] = b;
      }
    }
    ends[column] = isNull ? NULL : out;
    require(column + 1);
  }

  private int next(int column, int end, int start) {
    if (column + 1 >= starts.length) {
      require(column + 2);
    }
    ends[column] = end;
    starts[column + 1] = start;
    return column + 1;
  }

  private static byte unescaped(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      default -> letter;
    };
  }

  private void require(int fields) {
    if (fields != starts.length) {
      Arrays.fill(ends, NULL);
      throw new IllegalStateException(
          "a row of " + fields + " fields where " + starts.length + " were asked for");
    }
  }
}
