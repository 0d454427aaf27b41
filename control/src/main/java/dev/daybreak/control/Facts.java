package dev.daybreak.control;

/**
 * What steps record for later steps and for reports.
 *
 * @param sourceFingerprint digest of the source's schema when it was planned
 * @param targetFingerprint digest of the target's schema when it was verified
 * @param rowsLoaded rows of the full load
 * @param bytesLoaded bytes of the full load
 * @param rowsValidated rows equal in the last batch validation
 * @param changesValidated changes matched live, up to the last cutover
 * @param mismatches mismatches of the last batch and the live validator
 * @param sequencesChecked sequences synced and proven at the last cutover
 * @param writeHoldMillis longest a proxy held a write in the last cutover, as proxies report it
 * @param fencePosition the sentinel's position of the last cutover
 * @param switches how many switches have passed their commit point
 */
public record Facts(
    String sourceFingerprint,
    String targetFingerprint,
    long rowsLoaded,
    long bytesLoaded,
    long rowsValidated,
    long changesValidated,
    long mismatches,
    long sequencesChecked,
    long writeHoldMillis,
    String fencePosition,
    int switches) {
  /** Nothing recorded yet. */
  public static final Facts NONE = new Facts("", "", 0, 0, 0, 0, 0, 0, 0, "", 0);

  /** With the source's fingerprint. */
  public Facts withSource(String fingerprint) {
    return new Facts(
        fingerprint,
        targetFingerprint,
        rowsLoaded,
        bytesLoaded,
        rowsValidated,
        changesValidated,
        mismatches,
        sequencesChecked,
        writeHoldMillis,
        fencePosition,
        switches);
  }

  /** With the target's fingerprint. */
  public Facts withTarget(String fingerprint) {
    return new Facts(
        sourceFingerprint,
        fingerprint,
        rowsLoaded,
        bytesLoaded,
        rowsValidated,
        changesValidated,
        mismatches,
        sequencesChecked,
        writeHoldMillis,
        fencePosition,
        switches);
  }

  /** With the outcome of the full load. */
  public Facts withLoad(long rows, long bytes) {
    return new Facts(
        sourceFingerprint,
        targetFingerprint,
        rows,
        bytes,
        rowsValidated,
        changesValidated,
        mismatches,
        sequencesChecked,
        writeHoldMillis,
        fencePosition,
        switches);
  }

  /** With the outcome of a batch validation. */
  public Facts withBatch(long rows, long differing) {
    return new Facts(
        sourceFingerprint,
        targetFingerprint,
        rowsLoaded,
        bytesLoaded,
        rows,
        changesValidated,
        differing,
        sequencesChecked,
        writeHoldMillis,
        fencePosition,
        switches);
  }

  /** With what the live validator had matched when writes were fenced at a position. */
  public Facts withMatched(long changes, long differing, String position) {
    return new Facts(
        sourceFingerprint,
        targetFingerprint,
        rowsLoaded,
        bytesLoaded,
        rowsValidated,
        changes,
        differing,
        sequencesChecked,
        writeHoldMillis,
        position,
        switches);
  }

  /** With the number of sequences proven. */
  public Facts withSequences(long sequences) {
    return new Facts(
        sourceFingerprint,
        targetFingerprint,
        rowsLoaded,
        bytesLoaded,
        rowsValidated,
        changesValidated,
        mismatches,
        sequences,
        writeHoldMillis,
        fencePosition,
        switches);
  }

  /** With one more switch past its commit point. */
  public Facts withSwitch() {
    return new Facts(
        sourceFingerprint,
        targetFingerprint,
        rowsLoaded,
        bytesLoaded,
        rowsValidated,
        changesValidated,
        mismatches,
        sequencesChecked,
        writeHoldMillis,
        fencePosition,
        switches + 1);
  }

  /** With the hold as proxies report it. */
  public Facts withHold(long millis) {
    return new Facts(
        sourceFingerprint,
        targetFingerprint,
        rowsLoaded,
        bytesLoaded,
        rowsValidated,
        changesValidated,
        mismatches,
        sequencesChecked,
        millis,
        fencePosition,
        switches);
  }
}
