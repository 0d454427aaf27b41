package dev.daybreak.validate.core;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Settings of validation.
 *
 * @param workDirectory where the join spills and watches remember their start; created when absent
 * @param workers threads of one batch, 1 to 64; each holds one connection per side
 * @param samplesPerTable mismatches named per table, 1 to 10,000; counts are always whole
 * @param joinMemoryMib memory of the batch join in MiB, 64 or more; beyond it spills to disk
 * @param feedBytesMax bytes one live feed may hold before its tap pauses, 1 MiB or more
 */
public record ValidateOptions(
    Path workDirectory, int workers, int samplesPerTable, int joinMemoryMib, long feedBytesMax) {
  public ValidateOptions {
    Objects.requireNonNull(workDirectory, "workDirectory");
    require(workers >= 1 && workers <= 64, "workers is 1 to 64");
    require(samplesPerTable >= 1 && samplesPerTable <= 10_000, "samplesPerTable is 1 to 10000");
    require(joinMemoryMib >= 64, "joinMemoryMib is 64 or more");
    require(feedBytesMax >= 1 << 20, "feedBytesMax is 1 MiB or more");
  }

  /** The defaults: two workers, 20 samples per table, 512 MiB for the join, 32 MiB per feed. */
  public static ValidateOptions in(Path workDirectory) {
    return new ValidateOptions(workDirectory, 2, 20, 512, 32L << 20);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
