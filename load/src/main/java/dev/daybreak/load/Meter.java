package dev.daybreak.load;

import dev.daybreak.kernel.stage.Progress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts rows and bytes and reports them now and then. Thread-safe. */
final class Meter {
  private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Progress progress;
  private final long rowsEstimated;
  private final LongAdder rows = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final AtomicLong nextReport = new AtomicLong(System.nanoTime());

  Meter(Progress progress, long rowsEstimated) {
    this.progress = progress;
    this.rowsEstimated = rowsEstimated;
  }

  void row() {
    rows.increment();
  }

  void rows(long count) {
    rows.add(count);
  }

  void bytes(long count) {
    bytes.add(count);
    long due = nextReport.get();
    long now = System.nanoTime();
    if (now - due >= 0 && nextReport.compareAndSet(due, now + REPORT_NANOS)) {
      report();
    }
  }

  /** Reports at once. */
  void report() {
    long done = rows.sum();
    progress.report(
        new Progress.Step("copy", done, Math.max(done, rowsEstimated), "rows", bytes.sum()));
  }
}
