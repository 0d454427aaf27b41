package dev.daybreak.proxy.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The bare words of a SQL text in lower case, statement by statement: no comments, literals, dollar
 * quotes, quoted identifiers, numbers or operators.
 */
final class Words {
  private Words() {}

  /** One list of words for each statement that has any. */
  static List<List<String>> of(String text) {
    Lexer tokens = new Lexer(text, false);
    List<List<String>> statements = new ArrayList<>();
    List<String> current = new ArrayList<>();
    while (tokens.next()) {
      if (tokens.kind() == Lexer.Kind.WORD) {
        current.add(tokens.token().toLowerCase(Locale.ROOT));
      } else if (tokens.token().equals(";") && !current.isEmpty()) {
        statements.add(current);
        current = new ArrayList<>();
      }
    }
    if (!current.isEmpty()) {
      statements.add(current);
    }
    return statements;
  }
}
