package dev.daybreak.demo.traffic;

import dev.daybreak.demo.ledger.Ledger;
import dev.daybreak.demo.workload.TrackedTable;
import dev.daybreak.demo.workload.Workload;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Reads of one client that must never go back in time: rows of other clients, witness lists, and
 * the sum of all balances. For one thread.
 */
final class ReadTurns {
  private static final int REMEMBERED_MAX = 20_000;
  private static final int ROWS = 20;

  private final Workload workload;
  private final List<Author> others;
  private final Ledger ledger;
  private final SplittableRandom random;
  private final Map<Integer, long[]> lists = new HashMap<>();
  private final Map<String, Long> rows =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  ReadTurns(Workload workload, List<Author> others, Ledger ledger, SplittableRandom random) {
    this.workload = workload;
    this.others = List.copyOf(others);
    this.ledger = ledger;
    this.random = random;
  }

  /** Reads outside a transaction. */
  void single(Session session) throws SQLException {
    if (workload.hasBank() && random.nextInt(3) == 0) {
      balances(session);
    } else if (workload.hasBank() && random.nextInt(2) == 0) {
      list(session);
    } else {
      rows(session);
    }
  }

  /** Reads in a READ ONLY transaction. */
  void several(Session session) throws SQLException {
    session.begin(true);
    for (int i = 0; i < 3; i++) {
      single(session);
    }
    session.commit();
  }

  private void balances(Session session) throws SQLException {
    session.read(
        "SELECT sum(balance) - sum(opening) FROM " + Workload.ACCOUNTS,
        row -> {
          if (row.getBigDecimal(1).signum() != 0) {
            ledger.violation("a read saw balances that are off by " + row.getBigDecimal(1));
          }
        });
  }

  private void list(Session session) throws SQLException {
    int key = 1 + random.nextInt(64);
    session.read(
        "SELECT items FROM " + Workload.LISTS + " WHERE key = ?",
        row -> {
          Long[] boxed = (Long[]) row.getArray(1).getArray();
          long[] items = Arrays.stream(boxed).mapToLong(Long::longValue).toArray();
          long[] before = lists.put(key, items);
          if (before != null && !begins(items, before)) {
            ledger.violation("a read of list " + key + " does not begin as an earlier one");
          }
        },
        key);
  }

  private void rows(Session session) throws SQLException {
    TrackedTable table = workload.tables().get(random.nextInt(workload.tables().size()));
    Author other = others.get(random.nextInt(others.size()));
    long first = Math.max(0, other.rowsMade() - ROWS * random.nextLong(1, 10));
    session.read(
        "SELECT row_no, write_no FROM "
            + table.name()
            + " WHERE writer = ? AND row_no BETWEEN ? AND ?",
        row -> remember(table, other.writer(), row.getLong(1), row.getLong(2)),
        other.writer(),
        first,
        first + ROWS);
  }

  private void remember(TrackedTable table, int writer, long row, long number) {
    Long before = rows.put(table.name() + " row " + writer + "/" + row, number);
    if (before != null && before > number) {
      ledger.violation(
          "a read saw write "
              + number
              + " of "
              + table.name()
              + " row "
              + writer
              + "/"
              + row
              + " after write "
              + before);
    }
  }

  private static boolean begins(long[] items, long[] start) {
    return items.length >= start.length
        && Arrays.equals(items, 0, start.length, start, 0, start.length);
  }
}
