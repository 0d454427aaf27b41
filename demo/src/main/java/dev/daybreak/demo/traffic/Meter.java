package dev.daybreak.demo.traffic;

import dev.daybreak.demo.ledger.Ledger;
import dev.daybreak.postgres.ServerErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Measures the clients of one database. Thread-safe. */
final class Meter {
  private static final int FAILURES_MAX = 20;
  private static final long RATE_NANOS = 1_000_000_000L;

  private final String name;
  private final Ledger ledger;
  private final Histogram reads = new Histogram();
  private final Histogram writes = new Histogram();
  private final AtomicLong readMaxNanos = new AtomicLong();
  private final AtomicLong writeMaxNanos = new AtomicLong();
  private final LongAdder transactions = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final List<String> failures = new ArrayList<>();
  private final List<Timer> timers = new ArrayList<>();
  private long rateNanos = System.nanoTime();
  private long rateTransactions;
  private double rate;

  Meter(String name, Ledger ledger) {
    this.name = name;
    this.ledger = ledger;
  }

  /** A stopwatch for one client. */
  synchronized Timer timer() {
    Timer timer = new Timer(this);
    timers.add(timer);
    return timer;
  }

  void transaction() {
    transactions.increment();
  }

  void acknowledged(int count) {
    acknowledged.add(count);
  }

  synchronized void failed(SQLException e) {
    failed.increment();
    if (failures.size() < FAILURES_MAX) {
      failures.add(ServerErrors.text(e));
    }
  }

  /** Begins a new window. */
  synchronized void mark() {
    readMaxNanos.set(0);
    writeMaxNanos.set(0);
  }

  synchronized StallWindow window() {
    long read = readMaxNanos.get();
    long write = writeMaxNanos.get();
    for (Timer timer : timers) {
      long running = timer.runningNanos();
      read = timer.writing() ? read : Math.max(read, running);
      write = timer.writing() ? Math.max(write, running) : write;
    }
    return new StallWindow(read / 1e6, write / 1e6);
  }

  synchronized DatabaseStats stats() {
    return new DatabaseStats(
        name,
        transactions.sum(),
        rate(),
        failed.sum(),
        failures,
        acknowledged.sum(),
        ledger.violations().size(),
        DatabaseStats.Latency.of(reads),
        DatabaseStats.Latency.of(writes));
  }

  private double rate() {
    long now = System.nanoTime();
    if (now - rateNanos >= RATE_NANOS) {
      long sum = transactions.sum();
      rate = (sum - rateTransactions) * 1e9 / (now - rateNanos);
      rateNanos = now;
      rateTransactions = sum;
    }
    return rate;
  }

  private void took(boolean write, long nanos) {
    (write ? writes : reads).add(nanos);
    (write ? writeMaxNanos : readMaxNanos).accumulateAndGet(nanos, Math::max);
  }

  /** Times one client's statements; written by its thread, read by any. */
  static final class Timer {
    private final Meter meter;
    private volatile long startNanos;
    private volatile boolean running;
    private volatile boolean writing;

    private Timer(Meter meter) {
      this.meter = meter;
    }

    void start(boolean write) {
      writing = write;
      startNanos = System.nanoTime();
      running = true;
    }

    void stop() {
      running = false;
      meter.took(writing, System.nanoTime() - startNanos);
    }

    private boolean writing() {
      return writing;
    }

    private long runningNanos() {
      return running ? System.nanoTime() - startNanos : 0;
    }
  }
}
