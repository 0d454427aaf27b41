package dev.daybreak.demo.traffic;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What traffic to make.
 *
 * @param targets the databases
 * @param transactionsPerSecond altogether; clients keep this pace as long as answers come in time
 * @param seed of what clients choose to do
 * @param ledgerDirectory gets one file per database, named after it; created if need be. Files of
 *     earlier runs are kept
 */
public record TrafficPlan(
    List<TrafficTarget> targets, int transactionsPerSecond, long seed, Path ledgerDirectory) {
  public TrafficPlan {
    targets = List.copyOf(targets);
    Objects.requireNonNull(ledgerDirectory, "ledgerDirectory");
    if (targets.isEmpty() || transactionsPerSecond < 1) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "traffic needs a database and at least one transaction a second",
          "Name databases and a pace.");
    }
  }
}
