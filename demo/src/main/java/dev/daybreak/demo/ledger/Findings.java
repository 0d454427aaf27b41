package dev.daybreak.demo.ledger;

import java.util.ArrayList;
import java.util.List;

/** Counts what a check finds and keeps the first in words. For one thread. */
final class Findings {
  private static final int DETAILS_MAX = 50;

  private final List<String> details = new ArrayList<>();
  private long lost;
  private long duplicated;
  private long violations;

  void lost(String detail) {
    lost++;
    keep("lost: " + detail);
  }

  void duplicated(long times, String detail) {
    duplicated += times;
    keep("duplicated: " + detail);
  }

  void violation(String detail) {
    violations++;
    keep("violation: " + detail);
  }

  LedgerVerdict verdict(String database, long acknowledged, long unknown, long present) {
    return new LedgerVerdict(
        database, acknowledged, lost, duplicated, unknown, present, violations, details);
  }

  private void keep(String detail) {
    if (details.size() < DETAILS_MAX) {
      details.add(detail);
    }
  }
}
