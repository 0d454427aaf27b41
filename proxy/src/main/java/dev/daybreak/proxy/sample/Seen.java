package dev.daybreak.proxy.sample;

import org.jspecify.annotations.Nullable;

/** One shape of a statement as one user's sessions on one event loop have run it. */
final class Seen {
  /** Whether it may change search_path or role. */
  final boolean context;

  /** A text of this shape that was prepared; null while none was. One char per byte. */
  @Nullable String text;

  private final boolean ignored;
  private int[] types = {};
  private long run;
  private boolean looked;

  /**
   * @param ignored whether it is never looked at
   */
  Seen(boolean context, boolean ignored) {
    this.context = context;
    this.ignored = ignored;
  }

  /** Counts one more execution; true when it had better be looked at. */
  boolean run(int every) {
    if (ignored) {
      return false;
    }
    run++;
    return !looked || run >= every;
  }

  /** It is being looked at; how many executions there were since the last time. */
  long look() {
    long since = run;
    run = 0;
    looked = true;
    return since;
  }

  /** It has been prepared with these declared types. */
  void prepared(String latin, int[] declared) {
    text = latin;
    if (declared.length > types.length) {
      types = declared;
    }
  }

  /** The server has told the types of all parameters. */
  void described(int[] all) {
    types = all;
  }

  int[] types() {
    return types;
  }
}
