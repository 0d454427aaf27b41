package dev.daybreak.proxy.sql;

/**
 * Cuts a SQL text, one char per byte, into tokens; space and comments are none. What is not closed
 * ends with the text.
 */
final class Lexer {
  /** What a token is. */
  enum Kind {
    WORD,
    /** A literal in quotes or dollar quotes, its prefix included. */
    STRING,
    /** An identifier in double quotes. */
    QUOTED,
    NUMBER,
    /** {@code $1} */
    PARAMETER,
    /** Any other single char. */
    SYMBOL
  }

  private final String text;
  private final boolean backslashes;
  private Kind kind = Kind.SYMBOL;
  private int start;
  private int at;
  private int content;
  private int contentEnd;
  private char prefix;

  /**
   * @param backslashes whether plain literals have escapes: {@code standard_conforming_strings} is
   *     off
   */
  Lexer(String text, boolean backslashes) {
    this.text = text;
    this.backslashes = backslashes;
  }

  /** Goes to the next token; false at the end. */
  boolean next() {
    skipSpace();
    start = at;
    if (at >= text.length()) {
      return false;
    }
    char c = text.charAt(at);
    if (stringPrefix(c) > 0) {
      int length = stringPrefix(c);
      prefix = Character.toLowerCase(c);
      at += length;
      quoted(Kind.STRING, '\'', prefix == 'e' || prefix == 'n' && backslashes);
    } else if (isWordStart(c)) {
      word();
    } else if (c == '\'') {
      prefix = ' ';
      quoted(Kind.STRING, '\'', backslashes);
    } else if (c == '"') {
      quoted(Kind.QUOTED, '"', false);
    } else if (isDigit(c) || c == '.' && isDigit(charAt(at + 1))) {
      number();
    } else if (c == '$') {
      dollar();
    } else {
      kind = Kind.SYMBOL;
      at++;
    }
    return true;
  }

  Kind kind() {
    return kind;
  }

  int start() {
    return start;
  }

  int end() {
    return at;
  }

  /** The token as it stands. */
  String token() {
    return text.substring(start, at);
  }

  /** What is between the quotes of a literal. */
  String content() {
    return text.substring(content, contentEnd);
  }

  /** A literal's prefix in lower case: {@code e n b x u $}, or a space for none. */
  char prefix() {
    return prefix;
  }

  /** Whether escapes with a backslash count in this literal. */
  boolean escapes() {
    return prefix == 'e' || (prefix == ' ' || prefix == 'n') && backslashes;
  }

  private char charAt(int place) {
    return place < text.length() ? text.charAt(place) : '\0';
  }

  private void skipSpace() {
    boolean skipped = true;
    while (skipped && at < text.length()) {
      char c = text.charAt(at);
      if (c <= ' ') {
        at++;
      } else if (c == '-' && charAt(at + 1) == '-') {
        line();
      } else if (c == '/' && charAt(at + 1) == '*') {
        comment();
      } else {
        skipped = false;
      }
    }
  }

  private void line() {
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
  }

  private void comment() {
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < text.length());
  }

  /** How long the prefix of a literal that begins here is; 0 where none does. */
  private int stringPrefix(char c) {
    return switch (c) {
      case 'e', 'E', 'n', 'N', 'b', 'B', 'x', 'X' -> charAt(at + 1) == '\'' ? 1 : 0;
      case 'u', 'U' -> charAt(at + 1) == '&' && charAt(at + 2) == '\'' ? 2 : 0;
      default -> 0;
    };
  }

  private void word() {
    kind = Kind.WORD;
    while (at < text.length() && isWordPart(text.charAt(at))) {
      at++;
    }
  }

  private void quoted(Kind found, char quote, boolean escapes) {
    kind = found;
    at++;
    content = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (escapes && c == '\\') {
        at += 2;
      } else if (c != quote) {
        at++;
      } else if (charAt(at + 1) == quote) {
        at += 2;
      } else {
        contentEnd = at++;
        return;
      }
    }
    at = text.length();
    contentEnd = at;
  }

  private void number() {
    kind = Kind.NUMBER;
    boolean based = charAt(at) == '0' && "xXoObB".indexOf(charAt(at + 1)) >= 0;
    if (based) {
      word();
      kind = Kind.NUMBER;
      return;
    }
    digits();
    if (charAt(at) == '.' && charAt(at + 1) != '.') {
      at++;
      digits();
    }
    boolean signed = charAt(at + 1) == '+' || charAt(at + 1) == '-';
    if ((charAt(at) == 'e' || charAt(at) == 'E') && isDigit(charAt(at + (signed ? 2 : 1)))) {
      at += signed ? 2 : 1;
      digits();
    }
  }

  private void digits() {
    while (isDigit(charAt(at)) || charAt(at) == '_' && isDigit(charAt(at + 1))) {
      at++;
    }
  }

  private void dollar() {
    if (isDigit(charAt(at + 1))) {
      kind = Kind.PARAMETER;
      at++;
      digits();
      return;
    }
    int end = at + 1;
    while (end < text.length() && isWordPart(text.charAt(end)) && text.charAt(end) != '$') {
      end++;
    }
    if (charAt(end) != '$') {
      kind = Kind.SYMBOL;
      at++;
      return;
    }
    String tag = text.substring(at, end + 1);
    int close = text.indexOf(tag, end + 1);
    kind = Kind.STRING;
    prefix = '$';
    content = end + 1;
    contentEnd = close < 0 ? text.length() : close;
    at = close < 0 ? text.length() : close + tag.length();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isWordStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }
}
