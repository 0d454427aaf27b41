package dev.daybreak.schema.verify;

/** Finds names in statements that a server printed. Pure. */
final class SqlNames {
  private SqlNames() {}

  /**
   * Where a name that begins at a position ends: behind the last of its parts, quoted or not, that
   * dots join. The position itself where no name begins.
   */
  static int end(String sql, int start) {
    int at = part(sql, start);
    while (at < sql.length() && sql.charAt(at) == '.') {
      at = part(sql, at + 1);
    }
    return at;
  }

  private static int part(String sql, int start) {
    if (start < sql.length() && sql.charAt(start) == '"') {
      return quoted(sql, start);
    }
    int at = start;
    while (at < sql.length() && isWord(sql.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  /** Two quotes in a quoted name stand for one. */
  private static int quoted(String sql, int start) {
    int at = start + 1;
    while (at < sql.length()) {
      if (sql.charAt(at) != '"') {
        at++;
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == '"') {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return at;
  }

  /** Where words stand that are not inside a quoted name, or -1. */
  static int find(String sql, String words) {
    int at = 0;
    while (at < sql.length()) {
      if (sql.startsWith(words, at)) {
        return at;
      }
      at = sql.charAt(at) == '"' ? quoted(sql, at) : at + 1;
    }
    return -1;
  }
}
