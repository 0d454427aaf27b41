package dev.daybreak.control.work;

import dev.daybreak.control.Facts;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import java.util.List;

/**
 * Publications and event triggers of the target: made when clients are there. A failure keeps
 * nobody from working, so it becomes a finding, and finishing the migration tries again.
 */
final class LateObjects {
  private static final String STAGE = "after cutover";

  private LateObjects() {}

  /** Creates what is missing; the facts with the target's schema as it is then. */
  static Facts create(Job job) {
    Facts facts = job.row().facts();
    Endpoint target = job.pairing().target();
    try {
      boolean known = job.schema().fingerprint(target).equals(facts.targetFingerprint());
      int run = job.schema().applyAfterCutover(job.pairing(), job.meter());
      job.store().history().findings(job.name(), STAGE, List.of());
      return run > 0 && known ? facts.withTarget(job.schema().fingerprint(target)) : facts;
    } catch (MigrationException e) {
      Finding finding =
          new Finding(
              "SCH-AFTER-CUTOVER",
              Severity.WARNING,
              target.toString(),
              String.valueOf(e.getMessage()),
              "Mend it; `daybreak finish " + job.name() + "` tries again.");
      job.store().history().findings(job.name(), STAGE, List.of(finding));
      return facts;
    }
  }
}
