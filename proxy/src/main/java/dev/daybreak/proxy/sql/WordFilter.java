package dev.daybreak.proxy.sql;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.List;

/**
 * Tells texts that surely hold nothing to remember from those worth reading. Looks at every word,
 * also within literals and comments: one too many costs time only. Allocates nothing; used by one
 * event loop.
 */
final class WordFilter implements ByteProcessor {
  private static final List<String> WORDS =
      List.of(
          "begin",
          "start",
          "read",
          "reset",
          "set",
          "set_config",
          "transaction_read_only",
          "default_transaction_read_only",
          "execute",
          "discard",
          "temp",
          "temporary",
          "pg_temp",
          "declare",
          "listen",
          "unlisten",
          "prepare",
          "deallocate",
          "load",
          "pg_advisory_lock",
          "pg_advisory_lock_shared",
          "pg_try_advisory_lock",
          "pg_try_advisory_lock_shared");
  private static final int SLOTS = 256;
  private static final int[] TABLE = table();

  private int hash;
  private boolean found;

  /** Whether bytes of a text hold one of the words that matter. */
  boolean finds(ByteBuf in, int from, int end) {
    hash = 0;
    found = false;
    in.forEachByte(from, end - from, this);
    return found || known(hash);
  }

  @Override
  public boolean process(byte value) {
    int lower = value | 0x20;
    boolean letter = lower >= 'a' && lower <= 'z' || value == '_';
    if (letter || hash != 0 && value >= '0' && value <= '9') {
      hash = hash * 31 + lower;
      return true;
    }
    if (hash != 0) {
      found = known(hash);
      hash = 0;
    }
    return !found;
  }

  private static boolean known(int hash) {
    int slot = slot(hash);
    while (TABLE[slot] != 0 && TABLE[slot] != hash) {
      slot = (slot + 1) % SLOTS;
    }
    return hash != 0 && TABLE[slot] == hash;
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 15) & SLOTS - 1;
  }

  private static int[] table() {
    int[] table = new int[SLOTS];
    for (String word : WORDS) {
      int hash = 0;
      for (int i = 0; i < word.length(); i++) {
        hash = hash * 31 + (word.charAt(i) | 0x20);
      }
      int slot = slot(hash);
      while (table[slot] != 0) {
        slot = (slot + 1) % SLOTS;
      }
      table[slot] = hash;
    }
    return table;
  }
}
