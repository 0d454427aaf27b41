package dev.daybreak.control.work;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Refuses to go on with a side whose schema is not what the migration relied on. */
final class Drift {
  /** What the schema stage calls a table that only the source has. */
  private static final String TABLE_MISSING = "SCH-TABLE-MISSING";

  private static final String COLUMN = "SCH-COLUMN-";

  private static final int NAMED = 8;

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
          "the schema of "
              + job.pairing().target()
              + " has changed since it was verified"
              + named(differences(job)),
          "Undo the change on the target and `daybreak resume " + job.name() + "`.");
    }
  }

  /**
   * Looks for what the schema does not tell and the stream does not carry: columns of the capturing
   * side that were altered since all rows were compared. Only after a batch. What the schema does
   * tell, and came since the last look, is told first.
   *
   * @throws MigrationException SOURCE_DDL_CHANGED
   */
  static void refuseAltered(Job job) {
    List<TableId> altered = job.schema().alteredTables(job.flow());
    if (!altered.isEmpty()) {
      refuse(job);
      String first =
          altered.stream().limit(NAMED).map(TableId::toString).collect(Collectors.joining(", "));
      int more = altered.size() - NAMED;
      throw new MigrationException(
          ErrorCode.SOURCE_DDL_CHANGED,
          "columns of "
              + first
              + (more > 0 ? " and " + more + " more" : "")
              + " were altered on "
              + job.flow().source()
              + " since their rows were compared; the schema reads the same, rows may not",
          alteredRemedy(job));
    }
  }

  private static String alteredRemedy(Job job) {
    return job.active() == Side.SOURCE
        ? "`daybreak resume "
            + job.name()
            + " --accept-ddl` to copy these tables again, or `daybreak resume "
            + job.name()
            + "` to compare all rows as they are."
        : "`daybreak validate " + job.name() + "` compares all rows as they are.";
  }

  /**
   * Throws a failure of the stream; one that a change of the schema caused, or may have caused,
   * names all of it.
   */
  static void explain(Job job, MigrationException failure) {
    switch (failure.code()) {
      case SOURCE_TABLE_ADDED, SOURCE_DDL_CHANGED -> {
        refuse(job);
        refuseAltered(job);
      }
      case TARGET_ROW_MISSED, TARGET_CONSTRAINT -> refuseAltered(job);
      default -> {}
    }
    throw failure;
  }

  /** Does what relies on the source's schema; when it fails because that changed, says so. */
  static void guard(Job job, Runnable work) {
    refuse(job);
    guarded(
        job,
        () -> {
          work.run();
          return true;
        });
  }

  /** The same for work with a result, after a look. */
  static <T> T guarded(Job job, Supplier<T> work) {
    try {
      return work.get();
    } catch (MigrationException e) {
      refuse(job);
      throw e;
    }
  }

  private static boolean drifted(Job job, String expected, Endpoint endpoint) {
    return !expected.isEmpty() && !job.schema().fingerprint(endpoint).equals(expected);
  }

  /** Names the objects by what the sides differ in: the target is as the source was. */
  private static MigrationException source(Job job) {
    List<Finding> differences = differences(job);
    for (Finding finding : differences) {
      if (finding.id().equals(TABLE_MISSING)) {
        return new MigrationException(
            ErrorCode.SOURCE_TABLE_ADDED,
            finding.object()
                + " was created on "
                + job.pairing().source()
                + " meanwhile"
                + (isVerified(job) ? named(differences) : ""),
            remedy(job));
      }
    }
    List<Finding> telling =
        differences.stream()
            .filter(finding -> finding.id().startsWith(COLUMN) || isVerified(job))
            .toList();
    return new MigrationException(
        ErrorCode.SOURCE_DDL_CHANGED,
        "the schema of " + job.pairing().source() + " was changed meanwhile" + named(telling),
        remedy(job));
  }

  private static List<Finding> differences(Job job) {
    return job.schema().verify(job.pairing()).stream()
        .filter(finding -> finding.severity() == Severity.BLOCKER)
        .toList();
  }

  private static String named(List<Finding> findings) {
    return findings.isEmpty() ? "" : ": " + CopyEffects.named(findings);
  }

  /** Before that, whole kinds of objects are not yet made on the target. */
  private static boolean isVerified(Job job) {
    return !job.row().facts().targetFingerprint().isEmpty();
  }

  private static String remedy(Job job) {
    String accept =
        isVerified(job) && job.active() == Side.SOURCE
            ? "`daybreak resume " + job.name() + " --accept-ddl` to take it over, "
            : "";
    return accept
        + "undo the change and `daybreak resume "
        + job.name()
        + "`, or `daybreak abort "
        + job.name()
        + "` and start anew.";
  }
}
