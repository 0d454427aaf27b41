package dev.daybreak.control;

import java.time.Instant;
import java.util.List;

/**
 * What a running migration shows of itself, renewed about twice a second.
 *
 * @param activity what is being done
 * @param done units done
 * @param total units in all, 0 when unknown
 * @param unit of what
 * @param bytes bytes moved
 * @param perSecond units a second lately
 * @param etaSeconds seconds to go, -1 when unknown
 * @param lagMillis replication lag, -1 when no stream runs
 * @param applied applied position, or empty
 * @param changesValidated changes matched by the live validator
 * @param mismatches mismatches found by the live validator
 * @param waiting why nothing moves, or empty
 * @param rowsValidated rows found equal by the last batch validation, 0 before
 * @param notes the proxies' notes on sessions that cannot move
 * @param takenAt when
 */
public record Reading(
    String activity,
    long done,
    long total,
    String unit,
    long bytes,
    double perSecond,
    long etaSeconds,
    long lagMillis,
    String applied,
    long changesValidated,
    long mismatches,
    String waiting,
    long rowsValidated,
    List<String> notes,
    Instant takenAt) {
  public Reading {
    notes = List.copyOf(notes);
  }

  /** Nothing known yet. */
  public static Reading none(Instant now) {
    return new Reading("", 0, 0, "", 0, 0, -1, -1, "", 0, 0, "", 0, List.of(), now);
  }
}
