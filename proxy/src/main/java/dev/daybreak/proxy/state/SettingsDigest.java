package dev.daybreak.proxy.state;

import dev.daybreak.proxy.track.HiddenQuery;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A digest of the values of all settings a server knows, as SHOW ALL gives them: whether any has
 * changed costs the server a quarter of what it costs to say which. A value that a function has set
 * to just what it was is not seen; one that a statement has set is found by its words.
 */
final class SettingsDigest implements HiddenQuery.RowSink {
  /** What it digests: the first statement of every query that reads a session. */
  static final String QUERY = "SHOW ALL;\n";

  private static final String OURS = "default_transaction_read_only";
  private static final Set<String> EPHEMERAL =
      Set.of("transaction_read_only", "transaction_isolation", "transaction_deferrable", "seed");
  private static final long PRIME = 0x100000001b3L;

  private long hash = 0xcbf29ce484222325L;
  private String readOnly = "";

  @Override
  public void row(ByteBuf in, int body, int end) {
    int nameAt = body + 6;
    int nameEnd = nameAt + in.getInt(body + 2);
    int valueEnd = nameEnd + 4 + Math.max(0, in.getInt(nameEnd));
    String name = text(in, nameAt, nameEnd);
    if (name.equals(OURS)) {
      readOnly = text(in, nameEnd + 4, valueEnd);
    } else if (!EPHEMERAL.contains(name)) {
      for (int i = nameAt; i < valueEnd; i++) {
        hash = (hash ^ in.getByte(i)) * PRIME;
      }
    }
  }

  private static String text(ByteBuf in, int from, int to) {
    return in.toString(from, to - from, StandardCharsets.ISO_8859_1);
  }

  /**
   * Whether the settings were the same.
   *
   * @param ours whether we have made the session read-only meanwhile, which hides what the client
   *     had
   */
  boolean same(SettingsDigest other, boolean ours) {
    return hash == other.hash && (ours || readOnly.equals(other.readOnly));
  }
}
