package dev.daybreak.proxy.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of durations: eight buckets for each doubling, from about a microsecond to over an
 * hour, so that a percentile is at most an eighth too high. Thread-safe; adding allocates nothing.
 */
public final class Latencies {
  private static final int STEPS = 3;
  private static final int LEAST_SHIFT = 10;
  private static final int BUCKETS = (33 << STEPS);

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

  /** Counts one duration. */
  public void add(long nanos) {
    counts.incrementAndGet(bucket(nanos));
  }

  private static int bucket(long nanos) {
    long scaled = Math.max(nanos, 1L << LEAST_SHIFT) >> LEAST_SHIFT - STEPS;
    int doubling = 63 - STEPS - Long.numberOfLeadingZeros(scaled);
    int step = (int) (scaled >> doubling) & (1 << STEPS) - 1;
    return Math.min(BUCKETS - 1, (doubling << STEPS) + step);
  }

  /** The least duration, in nanoseconds, that the next bucket holds. */
  private static long limit(int bucket) {
    int doubling = bucket >> STEPS;
    long step = (bucket & (1 << STEPS) - 1) + (1L << STEPS) + 1;
    return step << doubling + LEAST_SHIFT - STEPS;
  }

  /** How many durations have been counted. */
  public long count() {
    long sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** How many durations were at most this long, rounded to a bucket. */
  public long countUpTo(long time, TimeUnit unit) {
    long nanos = unit.toNanos(time);
    long sum = 0;
    for (int i = 0; i < BUCKETS && limit(i) <= nanos; i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /**
   * A percentile in nanoseconds, rounded up; 0 when nothing was counted.
   *
   * @param share from 0 to 1
   */
  public long percentile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(count() * share));
    long sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
      sum += counts.get(i);
      if (sum >= wanted) {
        return limit(i);
      }
    }
    return 0;
  }
}
