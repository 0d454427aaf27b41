package dev.daybreak.proxy.sql;

import org.jspecify.annotations.Nullable;

/**
 * A literal that was taken out of a SQL text.
 *
 * @param type oid of its type; 0 where the server infers it
 * @param value what it stands for, in text format, one char per byte; null when that is not known
 */
public record Literal(int type, @Nullable String value) {
  static final int UNKNOWN = 0;
  private static final int BIGINT = 20;
  private static final int INTEGER = 23;
  private static final int BITS = 1560;
  private static final int NUMERIC = 1700;
  private static final int DIGITS_MAX = 18;

  static Literal number(String text) {
    String plain = text.replace("_", "");
    boolean whole = plain.length() <= DIGITS_MAX && plain.chars().allMatch(Character::isDigit);
    if (!whole) {
      return new Literal(NUMERIC, plain);
    }
    long number = Long.parseLong(plain);
    return new Literal(number <= Integer.MAX_VALUE ? INTEGER : BIGINT, plain);
  }

  static Literal string(Lexer token) {
    String content = token.content();
    return switch (token.prefix()) {
      case 'b', 'x' -> new Literal(BITS, token.prefix() + content);
      case 'u' -> new Literal(UNKNOWN, null);
      case '$' -> new Literal(UNKNOWN, content);
      default ->
          new Literal(UNKNOWN, token.escapes() ? unescaped(content) : content.replace("''", "'"));
    };
  }

  /** Two literals with nothing but a line's end between them are one. */
  Literal and(Literal more) {
    return new Literal(type, value == null || more.value == null ? null : value + more.value);
  }

  private static @Nullable String unescaped(String content) {
    StringBuilder text = new StringBuilder(content.length());
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      char follows = i + 1 < content.length() ? content.charAt(i + 1) : '\0';
      if (c != '\\' && c != '\'') {
        text.append(c);
        continue;
      }
      i++;
      int simple = "bfnrt".indexOf(follows);
      if (c == '\\' && (follows == 'x' || follows == 'u' || follows == 'U' || octal(follows))) {
        return null;
      }
      text.append(c == '\\' && simple >= 0 ? "\b\f\n\r\t".charAt(simple) : follows);
    }
    return text.toString();
  }

  private static boolean octal(char c) {
    return c >= '0' && c <= '7';
  }
}
