package dev.daybreak.kernel;

import java.util.regex.Pattern;

/**
 * Quoting of SQL identifiers and literals (PostgreSQL manual, section 4.1). Pure and thread-safe.
 */
public final class Names {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

  private Names() {}

  /** The identifier in double quotes, inner quotes doubled: safe for any name the catalog holds. */
  public static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** The identifier as people write it: bare where that reads the same, else quoted. */
  public static String display(String identifier) {
    return PLAIN.matcher(identifier).matches() ? identifier : quote(identifier);
  }

  /**
   * The text as a string literal that means the same whatever {@code standard_conforming_strings}
   * says.
   */
  public static String literal(String text) {
    String doubled = text.replace("'", "''");
    return text.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }
}
