package dev.daybreak.demo.traffic;

import dev.daybreak.demo.workload.TrackedTable;
import dev.daybreak.demo.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The rows that one client may still touch. For its thread. */
final class LiveRows {
  private static final int PER_TABLE_MAX = 300;

  private final Map<String, List<Row>> rows = new HashMap<>();

  /** A row of the table, or null when there is none. */
  @Nullable Row pick(TrackedTable table, SplittableRandom random) {
    List<Row> live = of(table);
    return live.isEmpty() ? null : live.get(random.nextInt(live.size()));
  }

  /** Whether rows should go rather than come. */
  boolean full(TrackedTable table) {
    return of(table).size() >= PER_TABLE_MAX;
  }

  /** Takes what an acknowledged write left, in place of what was there before. */
  void settle(@Nullable Row before, @Nullable Row after) {
    if (before != null) {
      forget(before);
    }
    if (after != null && !after.table().name().equals(Workload.TRANSFERS)) {
      of(after.table()).add(after);
    }
  }

  /** Leaves the row alone for good. */
  void forget(Row row) {
    of(row.table()).removeIf(other -> other.row() == row.row());
  }

  private List<Row> of(TrackedTable table) {
    return rows.computeIfAbsent(table.name(), name -> new ArrayList<>());
  }
}
