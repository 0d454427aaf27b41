package dev.daybreak.proxy.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * The bare words of a SQL text in lower case, statement by statement: no comments, literals, dollar
 * quotes, quoted identifiers, numbers or operators.
 */
final class Words {
  private final String text;
  private final List<List<String>> statements = new ArrayList<>();
  private List<String> current = new ArrayList<>();
  private int at;

  private Words(String text) {
    this.text = text;
  }

  /** One list of words for each statement that has any. */
  static List<List<String>> of(String text) {
    Words words = new Words(text);
    while (words.at < text.length()) {
      words.next();
    }
    words.endStatement();
    return words.statements;
  }

  private void next() {
    char c = text.charAt(at);
    if (isWordStart(c)) {
      word();
    } else if (c == '\'') {
      quoted('\'', at > 0 && isEscapePrefix(at - 1));
    } else if (c == '"') {
      quoted('"', false);
    } else if (c == '-' && follows('-')) {
      int line = text.indexOf('\n', at);
      at = line < 0 ? text.length() : line + 1;
    } else if (c == '/' && follows('*')) {
      comment();
    } else if (c == '$') {
      dollar();
    } else {
      if (c == ';') {
        endStatement();
      }
      at++;
    }
  }

  private void endStatement() {
    if (!current.isEmpty()) {
      statements.add(current);
      current = new ArrayList<>();
    }
  }

  private void word() {
    int start = at;
    while (at < text.length() && isWordPart(text.charAt(at))) {
      at++;
    }
    boolean prefix = at - start == 1 && at < text.length() && text.charAt(at) == '\'';
    if (!prefix) {
      current.add(text.substring(start, at).toLowerCase(java.util.Locale.ROOT));
    }
  }

  private boolean isEscapePrefix(int place) {
    char c = text.charAt(place);
    boolean alone = place == 0 || !isWordPart(text.charAt(place - 1));
    return alone && (c == 'e' || c == 'E');
  }

  private void quoted(char quote, boolean backslashes) {
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (backslashes && c == '\\') {
        at += 2;
      } else if (c == quote && follows(quote)) {
        at += 2;
      } else if (c == quote) {
        at++;
        return;
      } else {
        at++;
      }
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

  private void dollar() {
    int end = at + 1;
    while (end < text.length() && isWordPart(text.charAt(end)) && text.charAt(end) != '$') {
      end++;
    }
    boolean parameter = at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    if (parameter || end >= text.length() || text.charAt(end) != '$') {
      at++;
      return;
    }
    String tag = text.substring(at, end + 1);
    int close = text.indexOf(tag, end + 1);
    at = close < 0 ? text.length() : close + tag.length();
  }

  private boolean follows(char c) {
    return at + 1 < text.length() && text.charAt(at + 1) == c;
  }

  private static boolean isWordStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || c >= '0' && c <= '9' || c == '$';
  }
}
