package dev.daybreak.kernel.finding;

/** How much a finding weighs, most severe first. */
public enum Severity {
  /** The migration must not go on until this is mended or waived. */
  BLOCKER,
  /** Goes on, but somebody should decide. */
  WARNING,
  /** Worth knowing. */
  INFO
}
