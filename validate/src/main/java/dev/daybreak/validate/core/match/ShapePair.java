package dev.daybreak.validate.core.match;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the columns of one table's two shapes belong together, by name. Immutable. */
final class ShapePair {
  private final RowShape source;
  private final RowShape target;
  private final int[] sourceColumns;
  private final int[] targetColumns;
  private final boolean[] key;
  private final List<String> lonely = new ArrayList<>();

  ShapePair(RowShape source, RowShape target) {
    this.source = source;
    this.target = target;
    List<String> common = new ArrayList<>(source.columns());
    common.retainAll(target.columns());
    sourceColumns = common.stream().mapToInt(source.columns()::indexOf).toArray();
    targetColumns = common.stream().mapToInt(target.columns()::indexOf).toArray();
    source.columns().stream().filter(c -> !common.contains(c)).forEach(lonely::add);
    target.columns().stream().filter(c -> !common.contains(c)).forEach(lonely::add);
    key = keyColumns();
  }

  /** Columns that only one side's stream shows. */
  List<String> lonely() {
    return List.copyOf(lonely);
  }

  /** Whether two changes of this table are the same change, as far as both show it. */
  boolean same(RowChange left, RowChange right) {
    return left.op() == right.op()
        && agree(left.old(), right.old())
        && agree(left.row(), right.row());
  }

  /** Whether one side shows a value of the new row that the other leaves out. */
  boolean halfObserved(RowChange left, RowChange right) {
    Cells a = left.row();
    Cells b = right.row();
    if (a == null || b == null) {
      return false;
    }
    for (int i = 0; i < sourceColumns.length; i++) {
      if (a.observed(sourceColumns[i]) != b.observed(targetColumns[i])) {
        return true;
      }
    }
    return false;
  }

  /** Names of the columns in which two new rows differ. */
  List<String> differing(RowChange left, RowChange right) {
    List<String> names = new ArrayList<>();
    Cells a = left.row() == null ? left.old() : left.row();
    Cells b = right.row() == null ? right.old() : right.row();
    for (int i = 0; a != null && b != null && i < sourceColumns.length; i++) {
      if (!agree(a, b, i)) {
        names.add(source.columns().get(sourceColumns[i]));
      }
    }
    return names;
  }

  /** Whether two new rows differ in the text of values only. */
  boolean sameMeaning(RowChange left, RowChange right) {
    Cells a = left.row();
    Cells b = right.row();
    if (a == null || b == null || left.op() != right.op()) {
      return false;
    }
    for (int i = 0; i < sourceColumns.length; i++) {
      int s = sourceColumns[i];
      int t = targetColumns[i];
      if (a.observed(s) && b.observed(t) && !a.sameMeaning(s, b, t)) {
        return false;
      }
    }
    return true;
  }

  /** The row a change is about, comparable between the sides. */
  RowKey key(RowChange change, boolean onSource) {
    Cells cells = change.identifying();
    long high = 17;
    long low = 31;
    int[] columns = onSource ? sourceColumns : targetColumns;
    for (int i = 0; cells != null && i < columns.length; i++) {
      if (key[i]) {
        high = cells.fold(columns[i], high);
        low = cells.fold(columns[i], ~low);
      }
    }
    return new RowKey(source.table(), change.op() == RowChange.Op.TRUNCATE, high, low);
  }

  boolean isOf(RowShape left, RowShape right) {
    return left == source && right == target;
  }

  private boolean agree(@Nullable Cells a, @Nullable Cells b) {
    if (a == null || b == null) {
      return a == b;
    }
    for (int i = 0; i < sourceColumns.length; i++) {
      if (!agree(a, b, i)) {
        return false;
      }
    }
    return true;
  }

  private boolean agree(Cells a, Cells b, int i) {
    int s = sourceColumns[i];
    int t = targetColumns[i];
    return !a.observed(s) || !b.observed(t) || a.sameText(s, b, t);
  }

  private boolean[] keyColumns() {
    boolean[] chosen = new boolean[sourceColumns.length];
    boolean any = false;
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] =
          source.full()
              ? target.full() || target.identity().get(targetColumns[i])
              : source.identity().get(sourceColumns[i]);
      any |= chosen[i];
    }
    if (!any) {
      java.util.Arrays.fill(chosen, true);
    }
    return chosen;
  }
}
