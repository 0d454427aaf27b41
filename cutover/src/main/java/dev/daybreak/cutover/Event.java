package dev.daybreak.cutover;

/** What can happen to a migration. */
public sealed interface Event {
  /** The present step is done. */
  record Done() implements Event {}

  /**
   * The present step failed.
   *
   * @param retry whether the same step should be tried again: the error is retry-safe and attempts
   *     are left
   */
  record Failed(boolean retry) implements Event {}

  /** A worker has taken the migration over from one that died: nothing held in memory exists. */
  record Interrupted() implements Event {}

  /** Something that runs beside a resting step (stream, live validator) failed for good. */
  record Broken() implements Event {}

  /** Somebody asked. */
  record Requested(Request request) implements Event {}
}
