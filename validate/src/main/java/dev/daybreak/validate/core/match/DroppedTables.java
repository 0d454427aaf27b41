package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.TableId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tables that were created, changed and dropped while the watch ran: the source's stream shows
 * their changes, and neither side has anything to show for them. Asked only where the histories
 * differ. For one thread.
 */
public final class DroppedTables {
  private final Predicate<TableId> isNowhere;
  private final Set<TableId> known = new HashSet<>();
  private final Set<TableId> others = new HashSet<>();

  /**
   * @param isNowhere whether neither side has a table of that name now
   */
  public DroppedTables(Predicate<TableId> isNowhere) {
    this.isNowhere = isNowhere;
  }

  /** Whether the table was found to be dropped before. */
  boolean isKnown(TableId table) {
    return !known.isEmpty() && known.contains(table);
  }

  /** Whether the table is dropped by now. */
  boolean isDropped(TableId table) {
    if (!known.contains(table) && others.add(table) && isNowhere.test(table)) {
      known.add(table);
    }
    return known.contains(table);
  }

  /** Another look is due: what was there before may be dropped by now. */
  void forget() {
    others.clear();
  }
}
