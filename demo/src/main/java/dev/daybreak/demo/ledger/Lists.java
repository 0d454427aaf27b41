package dev.daybreak.demo.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks one witness list: every acknowledged append once, each writer's in its order. */
final class Lists {
  private Lists() {}

  static void check(long key, List<Long> acknowledged, long[] items, Findings findings) {
    Map<Long, Integer> places = new HashMap<>();
    Map<Long, Integer> times = new HashMap<>();
    for (int i = 0; i < items.length; i++) {
      places.putIfAbsent(items[i], i);
      times.merge(items[i], 1, Integer::sum);
    }
    Map<Integer, Integer> reached = new HashMap<>();
    for (long item : acknowledged) {
      Integer place = places.get(item);
      if (place == null) {
        findings.lost("list " + key + " lacks append " + name(item));
        continue;
      }
      if (times.get(item) > 1) {
        findings.duplicated(
            times.get(item) - 1L,
            "list " + key + " has append " + name(item) + " " + times.get(item) + " times");
      }
      Integer before = reached.put(Write.writerOf(item), place);
      if (before != null && before > place) {
        findings.violation(
            "list " + key + " has append " + name(item) + " before an earlier one of its writer");
      }
    }
  }

  private static String name(long item) {
    return Write.writerOf(item) + "/" + Write.numberOf(item);
  }
}
