package dev.daybreak.preflight;

import java.time.Duration;

/**
 * The thresholds of the rules.
 *
 * @param slotsNeeded free replication slots each side must have: the stream, two taps of the
 *     validator and a temporary one for a snapshot
 * @param sendersNeeded free walsenders each side must have, for the same four
 * @param longTransaction from which age on a transaction is named; at least a second
 * @param sequenceUsedPercent from which share of its range on a sequence is named; 1 to 100
 * @param ruleBudget how long one query may take before its rule counts as failed
 */
public record PreflightOptions(
    int slotsNeeded,
    int sendersNeeded,
    Duration longTransaction,
    int sequenceUsedPercent,
    Duration ruleBudget) {
  /** What a migration of one database needs. */
  public static final PreflightOptions DEFAULT =
      new PreflightOptions(4, 4, Duration.ofSeconds(60), 80, Duration.ofSeconds(30));

  public PreflightOptions {
    if (slotsNeeded < 0 || sendersNeeded < 0) {
      throw new IllegalArgumentException("needed slots and senders are not negative");
    }
    if (longTransaction.toSeconds() < 1 || ruleBudget.toMillis() < 1) {
      throw new IllegalArgumentException("the ages and budgets of preflight are positive");
    }
    if (sequenceUsedPercent < 1 || sequenceUsedPercent > 100) {
      throw new IllegalArgumentException("sequenceUsedPercent is 1 to 100");
    }
  }
}
