package dev.daybreak.control;

import dev.daybreak.kernel.route.Unmovable;
import dev.daybreak.kernel.route.UnmovablePolicy;
import dev.daybreak.kernel.route.UnmovableRules;
import java.util.Map;
import java.util.Objects;

/**
 * Budgets and bounds of one migration.
 *
 * @param lagMillisMax lag under which a stream counts as caught up
 * @param drainMillisMax how long transactions open at the beginning of a cutover may take to end
 * @param holdMillisMax how long writes may be held: past it, everything is restored; also bounds
 *     the steps between hold and commit point together
 * @param sequenceMarginCalls how many calls past the source a sequence is set
 * @param cutoverAttempts how often an automatic cutover is tried
 * @param unmovable what becomes of client sessions that cannot be moved
 * @param unmovableOwn the same for single reasons, each one of {@link Unmovable#REASONS}
 */
public record Gates(
    long lagMillisMax,
    long drainMillisMax,
    long holdMillisMax,
    long sequenceMarginCalls,
    int cutoverAttempts,
    UnmovablePolicy unmovable,
    Map<String, UnmovablePolicy> unmovableOwn) {
  /** What most databases can live with. */
  public static final Gates DEFAULT = new Gates(1_000, 10_000, 10_000, 1_000, 5);

  public Gates {
    unmovable = Objects.requireNonNullElse(unmovable, UnmovablePolicy.WAIT); // stored before it was
    unmovableOwn = Map.copyOf(Objects.requireNonNullElse(unmovableOwn, Map.of())); // likewise
    if (lagMillisMax < 1 || drainMillisMax < 1 || holdMillisMax < 1) {
      throw new IllegalArgumentException("a budget is at least one millisecond");
    }
    if (sequenceMarginCalls < 0 || cutoverAttempts < 1) {
      throw new IllegalArgumentException("margins are not negative; attempts are at least one");
    }
  }

  /** Waits for sessions that cannot be moved. */
  public Gates(
      long lagMillisMax,
      long drainMillisMax,
      long holdMillisMax,
      long sequenceMarginCalls,
      int cutoverAttempts) {
    this(
        lagMillisMax,
        drainMillisMax,
        holdMillisMax,
        sequenceMarginCalls,
        cutoverAttempts,
        UnmovablePolicy.WAIT,
        Map.of());
  }

  /** What becomes of client sessions that cannot be moved, by reason. */
  public UnmovableRules unmovableRules() {
    return new UnmovableRules(unmovable, unmovableOwn);
  }
}
