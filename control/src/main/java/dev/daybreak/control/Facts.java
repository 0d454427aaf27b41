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
}
