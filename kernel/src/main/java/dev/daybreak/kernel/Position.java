package dev.daybreak.kernel;

/**
 * A place in a source's log. Positions of one source are totally ordered; positions of different
 * sources must never be compared.
 */
public sealed interface Position permits Lsn {
  /** The form stored and shown, readable back by the same dialect. */
  String text();
}
