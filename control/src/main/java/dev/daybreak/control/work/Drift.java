package dev.daybreak.control.work;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import java.util.List;

/** Refuses to go on with a side whose schema is not what the migration relied on. */
final class Drift {
  /** What the schema stage calls a table that only the source has. */
  private static final String TABLE_MISSING = "SCH-TABLE-MISSING";

  private static final String COLUMN = "SCH-COLUMN-";

  private Drift() {}

  /**
   * Looks at both sides, as far as their schema is known.
   *
   * @throws MigrationException SOURCE_TABLE_ADDED, SOURCE_DDL_CHANGED, SCHEMA_DIFFERS
   */
  static void refuse(Job job) {
    if (drifted(job, job.row().facts().sourceFingerprint(), job.pairing().source())) {
      throw source(job);
    }
    if (drifted(job, job.row().facts().targetFingerprint(), job.pairing().target())) {
      throw new MigrationException(
          ErrorCode.SCHEMA_DIFFERS,
          "the schema of " + job.pairing().target() + " has changed since it was verified",
          remedy(job));
    }
  }

  /** Does what relies on the source's schema; when it fails because that changed, says so. */
  static void guard(Job job, Runnable work) {
    refuse(job);
    try {
      work.run();
    } catch (MigrationException e) {
      refuse(job);
      throw e;
    }
  }

  private static boolean drifted(Job job, String expected, Endpoint endpoint) {
    return !expected.isEmpty() && !job.schema().fingerprint(endpoint).equals(expected);
  }

  /** Names the first object by what the sides differ in. */
  private static MigrationException source(Job job) {
    List<Finding> differences =
        job.schema().verify(job.pairing()).stream()
            .filter(finding -> finding.severity() == Severity.BLOCKER)
            .toList();
    for (Finding finding : differences) {
      if (finding.id().equals(TABLE_MISSING)) {
        return new MigrationException(
            ErrorCode.SOURCE_TABLE_ADDED,
            finding.object() + " was created on " + job.pairing().source() + " meanwhile",
            remedy(job));
      }
    }
    String first =
        differences.stream()
            .filter(finding -> finding.id().startsWith(COLUMN) || isVerified(job))
            .findFirst()
            .map(finding -> ": " + finding.object() + ": " + finding.detail())
            .orElse("");
    return new MigrationException(
        ErrorCode.SOURCE_DDL_CHANGED,
        "the schema of " + job.pairing().source() + " was changed meanwhile" + first,
        remedy(job));
  }

  /** Before that, whole kinds of objects are not yet made on the target. */
  private static boolean isVerified(Job job) {
    return !job.row().facts().targetFingerprint().isEmpty();
  }

  private static String remedy(Job job) {
    return "Undo the change and `daybreak resume "
        + job.name()
        + "`, or `daybreak abort "
        + job.name()
        + "` and start anew.";
  }
}
