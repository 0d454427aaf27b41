package dev.daybreak.proxy.sql;

import java.util.List;

/** Questions about single SQL texts that are asked too rarely to be cached. */
public final class SqlTexts {
  private SqlTexts() {}

  /** Whether the text is one PREPARE and nothing else. */
  public static boolean isOnePrepare(String text) {
    List<List<String>> statements = Words.of(text);
    return statements.size() == 1 && statements.get(0).get(0).equals("prepare");
  }
}
