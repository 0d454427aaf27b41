package dev.daybreak.schema.rule;

import dev.daybreak.kernel.finding.Severity;

/** What a person has to do about a conversion. */
public enum Treatment {
  /** Nothing: it is safe, and done. */
  AUTOMATIC(Severity.INFO),
  /** Somebody should decide whether the target suits; the migration goes on. */
  NEEDS_DECISION(Severity.WARNING),
  /** The target cannot have it: the migration stops until it is mended, skipped or replaced. */
  UNSUPPORTED(Severity.BLOCKER);

  private final Severity severity;

  Treatment(Severity severity) {
    this.severity = severity;
  }

  /** The weight of its findings. */
  public Severity severity() {
    return severity;
  }
}
