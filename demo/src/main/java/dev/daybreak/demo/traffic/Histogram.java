package dev.daybreak.demo.traffic;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets that grow by a quarter of a power of two: at most 25 % too high, from
 * one microsecond to hours. Thread-safe.
 */
final class Histogram {
  private static final int STEPS = 4;
  private static final int BUCKETS = 40 * STEPS;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final AtomicLong maxNanos = new AtomicLong();

  void add(long nanos) {
    counts.incrementAndGet(bucket(nanos / 1_000));
    maxNanos.accumulateAndGet(nanos, Math::max);
  }

  long count() {
    long sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  double maxMillis() {
    return maxNanos.get() / 1e6;
  }

  /** An upper bound of the duration that the given part of all stay under; 0 when there is none. */
  double quantileMillis(double part) {
    long rank = (long) Math.ceil(count() * part);
    long sum = 0;
    for (int i = 0; i < BUCKETS && rank > 0; i++) {
      sum += counts.get(i);
      if (sum >= rank) {
        return Math.min(upperMicros(i) / 1e3, maxMillis());
      }
    }
    return 0;
  }

  private static int bucket(long micros) {
    if (micros < STEPS) {
      return (int) Math.max(0, micros);
    }
    int power = 63 - Long.numberOfLeadingZeros(micros);
    int step = (int) (micros >>> (power - 2)) & (STEPS - 1);
    return Math.min(BUCKETS - 1, (power - 1) * STEPS + step);
  }

  private static long upperMicros(int bucket) {
    if (bucket < STEPS) {
      return bucket + 1L;
    }
    int power = bucket / STEPS + 1;
    return (1L << power) + ((long) (bucket % STEPS + 1) << (power - 2));
  }
}
