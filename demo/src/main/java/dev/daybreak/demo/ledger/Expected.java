package dev.daybreak.demo.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a ledger says must be in the database.
 *
 * @param rows the last acknowledged write of each row
 * @param doubtful the write of unknown outcome after it; clients leave such rows alone, so there is
 *     one at most
 * @param appends acknowledged appends by list, each writer's in its order
 * @param unknown transactions of unknown outcome
 */
record Expected(
    Map<RowId, Write> rows,
    Map<RowId, Write> doubtful,
    Map<Long, List<Long>> appends,
    List<Entry> unknown) {

  static Expected of(List<Entry> entries) {
    Expected expected =
        new Expected(new LinkedHashMap<>(), new HashMap<>(), new HashMap<>(), new ArrayList<>());
    for (Entry entry : entries) {
      switch (entry.outcome()) {
        case ACKNOWLEDGED -> entry.writes().forEach(write -> expected.acknowledge(entry, write));
        case UNKNOWN -> expected.doubt(entry);
        case FAILED -> {}
      }
    }
    return expected;
  }

  /** Every row that either side knows of. */
  Set<RowId> allRows(Observed observed) {
    Set<RowId> all = new HashSet<>(rows.keySet());
    all.addAll(observed.rows().keySet());
    all.addAll(doubtful.keySet());
    return all;
  }

  private void acknowledge(Entry entry, Write write) {
    if (write.kind() == Write.Kind.APPEND) {
      appends
          .computeIfAbsent(write.row(), key -> new ArrayList<>())
          .add(Write.item(entry.writer(), write.number()));
    } else {
      rows.put(new RowId(write.table(), entry.writer(), write.row()), write);
    }
  }

  private void doubt(Entry entry) {
    unknown.add(entry);
    for (Write write : entry.writes()) {
      if (write.kind() != Write.Kind.APPEND) {
        doubtful.put(new RowId(write.table(), entry.writer(), write.row()), write);
      }
    }
  }
}
