package dev.daybreak.cdc.read;

/** Prefixes of the logical messages that Daybreak writes. */
public final class Prefixes {
  /** Marks a transaction written by an applier, and says which source range it carries. */
  public static final String TAG = "daybreak";

  /** Marks a transaction that only measures. */
  public static final String SENTINEL = "daybreak.sentinel";

  private Prefixes() {}
}
