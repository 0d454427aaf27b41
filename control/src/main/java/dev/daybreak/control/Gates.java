package dev.daybreak.control;

/**
 * Budgets and bounds of one migration.
 *
 * @param lagMillisMax lag under which a stream counts as caught up
 * @param drainMillisMax how long transactions open at the beginning of a cutover may take to end
 * @param holdMillisMax how long writes may be held: past it, everything is restored; also bounds
 *     the steps between hold and commit point together
 * @param sequenceMarginCalls how many calls past the source a sequence is set
 * @param cutoverAttempts how often an automatic cutover is tried
 */
public record Gates(
    long lagMillisMax,
    long drainMillisMax,
    long holdMillisMax,
    long sequenceMarginCalls,
    int cutoverAttempts) {
  /** What most databases can live with. */
  public static final Gates DEFAULT = new Gates(1_000, 10_000, 10_000, 1_000, 5);

  public Gates {
    if (lagMillisMax < 1 || drainMillisMax < 1 || holdMillisMax < 1) {
      throw new IllegalArgumentException("a budget is at least one millisecond");
    }
    if (sequenceMarginCalls < 0 || cutoverAttempts < 1) {
      throw new IllegalArgumentException("margins are not negative; attempts are at least one");
    }
  }
}
