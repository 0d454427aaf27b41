package dev.daybreak.cdc.read;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides whether a step that failed is tried again: for as long as given since the last progress,
 * with growing, jittered pauses. For one thread.
 */
public final class Patience {
  private static final long PAUSE_MILLIS_MIN = 20;
  private static final long PAUSE_MILLIS_MAX = 1_000;

  private final long nanosMax;
  private long firstFailure;
  private int failures;

  public Patience(Duration budget) {
    this.nanosMax = budget.toNanos();
  }

  /** Progress was made: the next failure counts as the first. */
  public void progressed() {
    failures = 0;
  }

  /** Pauses before another try; false when patience has run out. */
  public boolean pause() throws InterruptedException {
    long now = System.nanoTime();
    if (failures == 0) {
      firstFailure = now;
    } else if (now - firstFailure > nanosMax) {
      return false;
    }
    failures++;
    long pause = Math.min(PAUSE_MILLIS_MAX, PAUSE_MILLIS_MIN << Math.min(failures, 6));
    Thread.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
    return true;
  }
}
