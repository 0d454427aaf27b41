package dev.daybreak.proxy.sample;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Tells statements apart by a hash of their text in which numbers, literals, comments and the width
 * of gaps do not count. Only a hint: a text that is read wrongly gets a shape of its own. Used by
 * one event loop; allocates nothing.
 */
final class Shape implements ByteProcessor {
  /** What stands beyond does not count: a long INSERT must not cost much. */
  private static final int BYTES_MAX = 2_048;

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private enum In {
    TEXT,
    NUMBER,
    WORD,
    LITERAL,
    ESCAPED,
    IDENTIFIER,
    LINE,
    COMMENT
  }

  private In in = In.TEXT;
  private long hash;
  private byte last;

  /** A char that may begin a comment and does not count before that is known; 0 for none. */
  private byte held;

  /** The shape of a text; never 0. */
  long of(ByteBuf text, int from, int end) {
    in = In.TEXT;
    hash = 1;
    last = ' ';
    held = 0;
    int length = Math.min(end - from, BYTES_MAX);
    text.forEachByte(from, length, this);
    release();
    long mixed = hash ^ (end - from > length ? end - from >> 10 : 0);
    mixed = (mixed ^ mixed >>> 31) * PRIME;
    return mixed == 0 ? 1 : mixed ^ mixed >>> 29;
  }

  @Override
  public boolean process(byte value) {
    switch (in) {
      case TEXT, NUMBER, WORD -> text(value);
      case LITERAL -> in = value == '\'' ? In.TEXT : in;
      case ESCAPED -> {
        boolean escaped = last == '\\';
        in = value == '\'' && !escaped ? In.TEXT : in;
        last = escaped ? 0 : value;
        return true;
      }
      case IDENTIFIER -> {
        add(value);
        in = value == '"' ? In.TEXT : in;
      }
      case LINE -> in = value == '\n' || value == '\r' ? In.TEXT : in;
      case COMMENT -> in = value == '/' && last == '*' ? In.TEXT : in;
    }
    last = value;
    return true;
  }

  private void text(byte value) {
    boolean digit = value >= '0' && value <= '9';
    if (in == In.NUMBER && (digit || value == '.')) {
      return;
    }
    if (held != 0 && comment(value)) {
      return;
    }
    if (digit && in == In.TEXT) {
      in = In.NUMBER;
      add((byte) '0');
    } else if (value <= ' ' && value >= 0) {
      in = In.TEXT;
    } else if (value == '\'') {
      literal();
    } else if (value == '"') {
      in = In.IDENTIFIER;
      add(value);
    } else if (value == '-' || value == '/') {
      in = In.TEXT;
      held = value;
    } else {
      word(value, digit);
    }
  }

  /** Whether this char and the one before begin a comment. */
  private boolean comment(byte value) {
    boolean begins = value == (held == '-' ? '-' : '*');
    if (begins) {
      in = held == '-' ? In.LINE : In.COMMENT;
      held = 0;
    } else {
      release();
    }
    return begins;
  }

  private void release() {
    if (held != 0) {
      add(held);
      held = 0;
    }
  }

  private void literal() {
    boolean doubled = last == '\'';
    in = last == 'e' || last == 'E' ? In.ESCAPED : In.LITERAL;
    if (!doubled) {
      add((byte) '\'');
    }
  }

  private void word(byte value, boolean digit) {
    boolean part = digit || value < 0 || value == '_' || value == '$' || letter(value);
    if (part && in == In.TEXT) {
      add((byte) ' ');
    }
    in = part ? In.WORD : In.TEXT;
    add(value);
  }

  private static boolean letter(byte value) {
    int lower = value | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  private void add(byte value) {
    hash = (hash ^ value) * PRIME;
    hash ^= hash >>> 32;
  }
}
