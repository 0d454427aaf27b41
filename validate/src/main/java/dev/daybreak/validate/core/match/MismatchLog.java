package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.verdict.Mismatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mismatches found live. One may be taken back when a later transaction explains it, so each has a
 * number. Counts are whole, texts are bounded, and blocking ones are kept before harmless ones.
 * Thread-safe.
 */
public final class MismatchLog {
  private final int samplesMax;
  private final Map<Long, Mismatch> blocking = new LinkedHashMap<>();
  private final Map<Long, Mismatch> harmless = new LinkedHashMap<>();
  private long numbers;
  private long count;
  private long blockingCount;

  public MismatchLog(int samplesMax) {
    this.samplesMax = samplesMax;
  }

  /** Notes a mismatch; its number takes it back. */
  public synchronized long add(Mismatch mismatch) {
    boolean blocks = mismatch.kind().blocks();
    Map<Long, Mismatch> samples = blocks ? blocking : harmless;
    long number = ++numbers << 1 | (blocks ? 1 : 0);
    count++;
    blockingCount += blocks ? 1 : 0;
    if (samples.size() < samplesMax) {
      samples.put(number, mismatch);
    }
    return number;
  }

  /** Takes a mismatch back. */
  public synchronized void remove(long number) {
    boolean blocks = (number & 1) != 0;
    count--;
    blockingCount -= blocks ? 1 : 0;
    (blocks ? blocking : harmless).remove(number);
  }

  /** All there are. */
  public synchronized long count() {
    return count;
  }

  /** Those that close the gate. */
  public synchronized long blockingCount() {
    return blockingCount;
  }

  /** The first ones, blocking ones first. */
  public synchronized List<Mismatch> samples() {
    List<Mismatch> all = new ArrayList<>(blocking.values());
    all.addAll(harmless.values());
    return all;
  }
}
