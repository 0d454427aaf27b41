package dev.daybreak.proxy.sample;

import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shapes that one user's sessions on one event loop have run. Bounded; when full it begins anew
 * after a while, so that what comes later gets its turn. Used by that event loop.
 */
final class Sieve {
  private static final int SHAPES_MAX = 2_000;
  private static final int TEXT_MAX = 4_096;
  private static final long AGE_NANOS = 600_000_000_000L;
  private static final Pattern CONTEXT =
      Pattern.compile(
          "\\b(set|reset|set_config|discard)\\b.*\\b(search_path|role|all|authorization|schema)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Shape shape = new Shape();
  private final LongObjectHashMap<Seen> seen = new LongObjectHashMap<>(64);
  private long bornAt = System.nanoTime();

  /** What is known of a text's shape. */
  Seen of(ByteBuf in, int from, int end) {
    long key = shape.of(in, from, end);
    @Nullable Seen known = seen.get(key);
    return known != null ? known : remember(key, in, from, end);
  }

  private Seen remember(long key, ByteBuf in, int from, int end) {
    if (seen.size() >= SHAPES_MAX) {
      long now = System.nanoTime();
      if (now - bornAt < AGE_NANOS) {
        return new Seen(false, true);
      }
      bornAt = now;
      seen.clear();
    }
    int length = Math.min(end - from, TEXT_MAX);
    String text = in.toString(from, length, StandardCharsets.ISO_8859_1);
    Seen fresh = new Seen(CONTEXT.matcher(text).find(), false);
    seen.put(key, fresh);
    return fresh;
  }
}
