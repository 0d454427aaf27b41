package dev.daybreak.preflight;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rule about a target that already carries Daybreak's schema: whose run was that? */
final class EarlierRunRule implements Rule {
  private static final String PRESENT =
      "SELECT 'daybreak.applied', '' WHERE to_regclass('daybreak.applied') IS NOT NULL";
  private static final String CHANNELS =
      """
      SELECT channel,
             CASE WHEN starts_with(channel, current_setting('daybreak.channels'))
                  THEN 'own' ELSE 'other' END
      FROM daybreak.applied ORDER BY 1
      """;

  @Override
  public String id() {
    return "PRE-EARLIER-RUN";
  }

  @Override
  public String title() {
    return "the target carries the bookkeeping of an earlier run";
  }

  @Override
  public List<Finding> inspect(Inspection inspection) throws SQLException {
    if (inspection.rows(Side.TARGET, PRESENT).isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (Row row : inspection.rows(Side.TARGET, CHANNELS)) {
      findings.add(row.detail().equals("own") ? resumed(row.object()) : foreign(row.object()));
    }
    return findings;
  }

  private Finding resumed(String channel) {
    return new Finding(
        id(),
        Severity.INFO,
        "target channel " + channel,
        "an earlier run of this migration got as far as applying changes",
        "Nothing: the run goes on from there. To begin anew, abort it first.");
  }

  private Finding foreign(String channel) {
    return new Finding(
        id(),
        Severity.BLOCKER,
        "target channel " + channel,
        "another migration applies, or applied, its changes to this database",
        "Abort or finish that migration, or name another target database.");
  }
}
