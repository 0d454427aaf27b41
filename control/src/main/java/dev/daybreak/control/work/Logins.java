package dev.daybreak.control.work;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Login;
import dev.daybreak.kernel.stage.LoginCheck;
import dev.daybreak.kernel.stage.SchemaChoices;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proof that applications' logins may do the same on both sides. It is remembered by what it
 * rests on beside the schemas, which are watched by their own digests: a look at a gate costs two
 * small queries as long as nobody changed a role. Used by one thread at a time.
 */
final class Logins {
  private final List<Login> known;
  private volatile @Nullable Basis proven;

  /** What a proof rests on. */
  private record Basis(String source, String target, SchemaChoices choices) {}

  Logins(List<Login> known) {
    this.known = known;
  }

  /** All that differs, asked anew. */
  List<Finding> differences(Job job) {
    Basis basis = basis(job);
    proven = null;
    List<Finding> found = prove(job, true);
    if (found.stream().noneMatch(finding -> finding.severity() == Severity.BLOCKER)) {
      proven = basis;
    }
    return found;
  }

  /** The same where the schemas are known to be as they were at the last proof. */
  List<Finding> differencesAtGate(Job job) {
    return basis(job).equals(proven) ? prove(job, false) : differences(job);
  }

  private List<Finding> prove(Job job, boolean rights) {
    return job.schema().proveLogins(job.pairing(), new LoginCheck(known, rights, closed(job)));
  }

  /** The side that clients have left. */
  private static Optional<Side> closed(Job job) {
    return job.row().facts().switches() == 0 ? Optional.empty() : Optional.of(job.active().other());
  }

  private static Basis basis(Job job) {
    return new Basis(
        job.schema().loginDigest(job.pairing().source()),
        job.schema().loginDigest(job.pairing().target()),
        job.spec().schema());
  }
}
