package dev.daybreak.proxy.track;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements that clients have prepared by protocol on one server session which they use in
 * turn, under the names they chose. A name whose statement is not known for sure is closed before
 * it is used. Used by the session's event loop.
 */
public final class ServerStatements {
  /** Beyond so many the server session is not lent any more. */
  private static final int MAX = 1_000;

  private final Map<String, byte @Nullable []> held = new HashMap<>();

  /** Whether the server session holds under the name just what this Parse frame makes. */
  boolean holds(String name, byte[] parse) {
    byte[] there = held.get(name);
    return there == parse || there != null && Arrays.equals(there, parse);
  }

  /** A Parse is on its way; true when what stands under the name has to be closed before. */
  boolean prepares(String name, byte[] parse) {
    boolean taken = held.containsKey(name) && !name.isEmpty();
    held.put(name, parse);
    return taken;
  }

  /** A Close is on its way. */
  void closes(String name) {
    held.remove(name);
  }

  /** What was on its way may have been skipped. */
  void unsure(String name) {
    held.put(name, null);
  }

  /** A simple query does away with the unnamed statement. */
  void forgetUnnamed() {
    held.remove("");
  }

  void clear() {
    held.clear();
  }

  /** Whether there are so many that the server session had better be reset. */
  public boolean full() {
    return held.size() > MAX;
  }
}
