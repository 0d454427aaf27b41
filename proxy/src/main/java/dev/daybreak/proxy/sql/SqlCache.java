package dev.daybreak.proxy.sql;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps what was made of the texts seen last. Used by one event loop; bounded. */
public final class SqlCache {
  private static final int ENTRIES_MAX = 2048;
  private static final int TEXT_MAX = 4096;

  private final Map<String, Sql> entries =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sql> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  /** What to make of a text. */
  public Sql of(String text) {
    if (text.length() > TEXT_MAX) {
      return SqlReader.read(text);
    }
    Sql known = entries.get(text);
    if (known == null) {
      known = SqlReader.read(text);
      entries.put(text, known);
    }
    return known;
  }
}
