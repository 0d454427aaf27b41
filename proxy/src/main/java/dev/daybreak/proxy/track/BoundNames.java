package dev.daybreak.proxy.track;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds names of custom settings among the parameters of a Bind frame. */
final class BoundNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w$]*(\\.[A-Za-z_][\\w$]*)+");
  private static final int LENGTH_MAX = 200;

  private BoundNames() {}

  /**
   * Adds every parameter that could be such a name; one too many does no harm.
   *
   * @param from after the statement's name
   */
  static void collect(ByteBuf in, int from, int end, Set<String> names) {
    int at = from + 2 + 2 * in.getUnsignedShort(from);
    int count = in.getUnsignedShort(at);
    at += 2;
    for (int i = 0; i < count && at + 4 <= end; i++) {
      int length = in.getInt(at);
      at += 4;
      if (length > 0 && length <= LENGTH_MAX && at + length <= end) {
        String text = in.toString(at, length, StandardCharsets.ISO_8859_1);
        if (NAME.matcher(text).matches()) {
          names.add(text);
        }
      }
      at += Math.max(length, 0);
    }
  }
}
