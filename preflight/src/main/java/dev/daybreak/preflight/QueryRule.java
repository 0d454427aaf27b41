package dev.daybreak.preflight;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import java.sql.SQLException;
import java.util.List;

/**
 * A rule that is one query on one side.
 *
 * @param sql returns object and detail; every row is a finding
 * @param remedy what mends all its findings
 */
record QueryRule(String id, Side side, Severity severity, String title, String sql, String remedy)
    implements Rule {
  @Override
  public List<Finding> inspect(Inspection inspection) throws SQLException {
    return inspection.rows(side, sql).stream()
        .map(row -> new Finding(id, severity, row.object(), row.detail(), remedy))
        .toList();
  }

  /** The same rule for the other side. */
  QueryRule onTarget() {
    return new QueryRule(id, Side.TARGET, severity, title, sql, remedy);
  }
}
