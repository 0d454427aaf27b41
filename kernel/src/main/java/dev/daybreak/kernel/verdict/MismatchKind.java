package dev.daybreak.kernel.verdict;

/** How two sides can differ. The names are stable and appear in reports. */
public enum MismatchKind {
  MISSING_ROW,
  EXTRA_ROW,
  VALUE_MISMATCH,
  COLUMN_ABSENT,
  MULTIPLICITY,
  MISSING_CHANGE,
  UNEXPECTED_WRITE,
  DUPLICATE_APPLY,
  SKIPPED_VERSION,
  REORDERED,
  REORDERED_BENIGN,
  TORN_TRANSACTION,
  RESURRECTED,
  TRUNCATE_MISMATCH,
  REPRESENTATION_ONLY,
  SCHEMA_DRIFT;

  /** Whether a mismatch of this kind closes the gate. */
  public boolean blocks() {
    return this != REORDERED_BENIGN;
  }
}
