package dev.daybreak.kernel.sample;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often a statement was run, and how that went.
 *
 * @param executions how often it was run, up to the last sampled time
 * @param sampled how many of them were looked at; what follows is about these
 * @param failures how many failed, by SQLSTATE
 * @param rowsMax most rows one returned or changed
 * @param nanosLeast shortest time to its end, in nanoseconds
 * @param nanosMost longest time
 * @param nanosSum all times
 * @param firstSeen when it was looked at first
 * @param lastSeen when it was looked at last
 */
public record SampleCounts(
    long executions,
    long sampled,
    Map<String, Long> failures,
    long rowsMax,
    long nanosLeast,
    long nanosMost,
    long nanosSum,
    Instant firstSeen,
    Instant lastSeen) {
  public SampleCounts {
    failures = Map.copyOf(failures);
  }

  /** Of a statement that has just been seen for the first time. */
  public static SampleCounts begin(Instant now) {
    return new SampleCounts(0, 0, Map.of(), 0, Long.MAX_VALUE, 0, 0, now, now);
  }

  /**
   * With one more execution looked at.
   *
   * @param run how many executions there were since the last one looked at, this one included
   * @param nanos how long it took
   * @param rows how many rows it returned or changed
   * @param failure SQLSTATE; empty when it did not fail
   */
  public SampleCounts plus(long run, long nanos, long rows, String failure, Instant now) {
    Map<String, Long> all = new TreeMap<>(failures);
    if (!failure.isEmpty()) {
      all.merge(failure, 1L, Long::sum);
    }
    return new SampleCounts(
        executions + run,
        sampled + 1,
        all,
        Math.max(rowsMax, rows),
        Math.min(nanosLeast, nanos),
        Math.max(nanosMost, nanos),
        nanosSum + nanos,
        firstSeen,
        now.isAfter(lastSeen) ? now : lastSeen);
  }

  /** How many executions that were looked at failed. */
  public long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Mean time of those looked at, in nanoseconds. */
  public long nanosMean() {
    return sampled == 0 ? 0 : nanosSum / sampled;
  }
}
