package dev.daybreak.proxy.traffic;

import dev.daybreak.proxy.traffic.Traffic.Totals;

/** What happened in the last whole minute. Thread-safe. */
public final class Averages {
  private static final long PERIOD_NANOS = 60_000_000_000L;
  private static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, 0, 0);

  private Totals before = NOTHING;
  private Totals last = NOTHING;
  private long lastAt = System.nanoTime();
  private long nanos = PERIOD_NANOS;

  /** Takes the present totals, as often as once a second; keeps those a minute apart. */
  public synchronized void sample(Totals totals) {
    long now = System.nanoTime();
    if (now - lastAt >= PERIOD_NANOS) {
      before = last;
      last = totals;
      nanos = now - lastAt;
      lastAt = now;
    }
  }

  /** What was added in the last whole minute. */
  public synchronized Totals added() {
    return new Totals(
        last.transactions() - before.transactions(),
        last.queries() - before.queries(),
        last.received() - before.received(),
        last.sent() - before.sent(),
        last.queryNanos() - before.queryNanos(),
        last.transactionNanos() - before.transactionNanos(),
        last.waitNanos() - before.waitNanos());
  }

  /** How long that minute was, in seconds. */
  public synchronized double seconds() {
    return nanos / 1e9;
  }
}
