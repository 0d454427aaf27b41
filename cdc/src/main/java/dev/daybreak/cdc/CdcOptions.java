package dev.daybreak.cdc;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Limits of the change stream.
 *
 * @param spillBytes a transaction larger than this goes to disk while it is assembled
 * @param queueBytes received and not yet applied transactions held in memory
 * @param batchChanges row changes after which a target transaction takes no further source
 *     transaction
 * @param heartbeat time between two sentinels; zero switches them off
 * @param patience how long a lost connection is opened anew without any progress
 * @param slotWait longest wait for one open transaction while a slot is made
 * @param spillDirectory where large transactions go
 */
public record CdcOptions(
    int spillBytes,
    long queueBytes,
    int batchChanges,
    Duration heartbeat,
    Duration patience,
    Duration slotWait,
    Path spillDirectory) {
  /** What suits two cores and one database among many. */
  public static CdcOptions defaults() {
    return new CdcOptions(
        32 << 20,
        64L << 20,
        2_000,
        Duration.ofMillis(200),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Path.of(System.getProperty("java.io.tmpdir")));
  }

  public CdcOptions {
    if (spillBytes < 1 || queueBytes < 1 || batchChanges < 1) {
      throw new IllegalArgumentException("limits of a change stream are positive");
    }
    if (heartbeat.isNegative() || patience.isNegative() || slotWait.isNegative()) {
      throw new IllegalArgumentException("durations of a change stream are not negative");
    }
  }

  /** The same with another bound for transactions held in memory. */
  public CdcOptions withSpillBytes(int bytes) {
    return new CdcOptions(
        bytes, queueBytes, batchChanges, heartbeat, patience, slotWait, spillDirectory);
  }

  /** The same with another time between sentinels. */
  public CdcOptions withHeartbeat(Duration period) {
    return new CdcOptions(
        spillBytes, queueBytes, batchChanges, period, patience, slotWait, spillDirectory);
  }

  /** The same with another limit on the changes of one target transaction. */
  public CdcOptions withBatchChanges(int changes) {
    return new CdcOptions(
        spillBytes, queueBytes, changes, heartbeat, patience, slotWait, spillDirectory);
  }
}
