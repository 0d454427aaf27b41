package dev.daybreak.demo.ledger;

import java.util.List;

/**
 * What the check of a database against its ledger found.
 *
 * @param database which database
 * @param acknowledgedWrites writes that must be there
 * @param lostWrites of those, the ones that are not, or whose row is older or other than they left
 *     it
 * @param duplicatedWrites writes that are there more than once
 * @param unknownWrites writes whose outcome no client knows
 * @param unknownPresent of those, the ones that are there
 * @param violations everything else that must not be: torn or refused transactions that show, wrong
 *     balances, lists out of order, reads that went back in time
 * @param details the first findings, in words
 */
public record LedgerVerdict(
    String database,
    long acknowledgedWrites,
    long lostWrites,
    long duplicatedWrites,
    long unknownWrites,
    long unknownPresent,
    long violations,
    List<String> details) {
  public LedgerVerdict {
    details = List.copyOf(details);
  }

  /** Whether nothing is wrong. */
  public boolean clean() {
    return lostWrites == 0 && duplicatedWrites == 0 && violations == 0;
  }
}
