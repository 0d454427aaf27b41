package dev.daybreak.control.work;

import dev.daybreak.kernel.stage.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Remembers the last progress and how fast it goes. Thread-safe. */
final class Meter implements Progress {
  private static final Step NOTHING = new Step("", 0, 0, "", 0);

  private final Clock clock;
  private Step last = NOTHING;
  private Instant begun;
  private long begunAt;

  Meter(Clock clock) {
    this.clock = clock;
    this.begun = clock.instant();
  }

  @Override
  public synchronized void report(Step step) {
    if (!step.unit().equals(last.unit()) || step.done() < last.done()) {
      begun = clock.instant();
      begunAt = step.done();
    }
    last = step;
  }

  /** Forgets everything: a new effect begins. */
  synchronized void reset() {
    last = NOTHING;
    begun = clock.instant();
    begunAt = 0;
  }

  synchronized Step last() {
    return last;
  }

  /** Units a second since work in that unit began. */
  synchronized double perSecond() {
    double seconds = Duration.between(begun, clock.instant()).toMillis() / 1_000.0;
    return seconds < 0.2 ? 0 : (last.done() - begunAt) / seconds;
  }

  /** Seconds to go at that speed, -1 when unknown. */
  synchronized long etaSeconds() {
    double speed = perSecond();
    return last.total() == 0 || speed <= 0
        ? -1
        : Math.round(Math.max(0, last.total() - last.done()) / speed);
  }
}
