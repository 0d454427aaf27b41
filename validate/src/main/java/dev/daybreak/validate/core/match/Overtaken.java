package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.TableId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Source changes of one range that changes of other tables have overtaken on the target, each
 * table's in order. For one thread, one range.
 */
final class Overtaken {
  /** A change and its place in the source's order. */
  private record Placed(long place, RowChange change) {}

  private final Map<TableId, Deque<Placed>> tables = new HashMap<>();
  private @Nullable Placed taken;
  private long places;
  private int size;

  int size() {
    return size;
  }

  /** The oldest one of a table, or null. */
  @Nullable RowChange take(TableId table) {
    Deque<Placed> waiting = tables.get(table);
    taken = waiting == null ? null : waiting.poll();
    size -= taken == null ? 0 : 1;
    return taken == null ? null : taken.change();
  }

  /** Gives the next change back when it is of the table, else keeps it and gives null. */
  @Nullable RowChange offer(RowChange next, TableId table) {
    Placed placed = new Placed(places++, next);
    if (next.shape().table().equals(table)) {
      taken = placed;
      return next;
    }
    tables.computeIfAbsent(next.shape().table(), t -> new ArrayDeque<>()).add(placed);
    size++;
    return null;
  }

  /**
   * All that is left, in the source's order.
   *
   * @param unmatched a change that was taken, or read, and has no partner; or null
   */
  List<RowChange> rest(@Nullable RowChange unmatched) {
    List<Placed> left = new ArrayList<>();
    tables.values().forEach(left::addAll);
    if (unmatched != null) {
      boolean known = taken != null && taken.change() == unmatched;
      left.add(known ? taken : new Placed(places++, unmatched));
    }
    left.sort(Comparator.comparingLong(Placed::place));
    return left.stream().map(Placed::change).toList();
  }

  /** The target's changes with tables interleaved as on the source, each table's in order. */
  static List<RowChange> inOrderOf(List<RowChange> sources, List<RowChange> targets) {
    Map<TableId, Deque<RowChange>> waiting = new LinkedHashMap<>();
    for (RowChange target : targets) {
      waiting.computeIfAbsent(target.shape().table(), t -> new ArrayDeque<>()).add(target);
    }
    List<RowChange> ordered = new ArrayList<>();
    for (RowChange source : sources) {
      Deque<RowChange> table = waiting.get(source.shape().table());
      if (table != null && !table.isEmpty()) {
        ordered.add(table.remove());
      }
    }
    waiting.values().forEach(ordered::addAll);
    return ordered;
  }

  /** Of each table as many of the last target changes as there are source changes. */
  static List<RowChange> lastOf(List<RowChange> targets, List<RowChange> sources) {
    Map<TableId, Integer> due = new HashMap<>();
    sources.forEach(c -> due.merge(c.shape().table(), 1, Integer::sum));
    List<RowChange> last = new ArrayList<>();
    for (int i = targets.size() - 1; i >= 0; i--) {
      if (due.merge(targets.get(i).shape().table(), -1, Integer::sum) >= 0) {
        last.add(targets.get(i));
      }
    }
    Collections.reverse(last);
    return last;
  }
}
