package dev.daybreak.proxy.session;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of one route. Thread-safe. */
public final class Measures {
  /** A read that waited less was not delayed by a hold. */
  private static final long DELAY_NANOS = 1_000_000;

  private final AtomicLong holdNanosMax = new AtomicLong();
  private final AtomicLong readNanosMax = new AtomicLong();
  private final LongAdder readsDelayed = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /** A switch begins: what was measured of the last one is over. */
  void begin() {
    holdNanosMax.set(0);
    readNanosMax.set(0);
  }

  /** A unit has been sent on that arrived then. */
  public void released(long arrivedAt, boolean read) {
    long waited = System.nanoTime() - arrivedAt;
    if (!read) {
      holdNanosMax.accumulateAndGet(waited, Math::max);
    } else if (waited > DELAY_NANOS) {
      readsDelayed.increment();
      readNanosMax.accumulateAndGet(waited, Math::max);
    }
  }

  /** The proxy itself has answered statements with an error. */
  public void failed(int statements) {
    failed.add(statements);
  }

  long holdNanosMax() {
    return holdNanosMax.get();
  }

  long readNanosMax() {
    return readNanosMax.get();
  }

  long readsDelayed() {
    return readsDelayed.sum();
  }

  long failed() {
    return failed.sum();
  }
}
