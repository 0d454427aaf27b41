package dev.daybreak.proxy.sql;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps what was made of the texts seen last. Used by one event loop; bounded. */
public final class SqlCache {
  private static final int ENTRIES_MAX = 2048;
  private static final int TEXT_MAX = 4096;

  private final WordFilter filter = new WordFilter();
  private final Map<String, Sql> entries =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sql> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  /**
   * What an open session has to remember of a text in a buffer: exact in all that {@link Sql#plain}
   * covers, which is false of few texts, and otherwise without meaning.
   */
  public Sql watched(ByteBuf in, int from, int end) {
    if (!filter.finds(in, from, end)) {
      return Sql.PLAIN;
    }
    return of(in.toString(from, end - from, StandardCharsets.ISO_8859_1));
  }

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
