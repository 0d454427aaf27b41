package dev.daybreak.preflight;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rule that blocks when both sides answer with the same identity.
 *
 * @param sql returns object and identity, asked on both sides
 */
record SharedRule(String id, String title, String sql, String remedy) implements Rule {
  @Override
  public List<Finding> inspect(Inspection inspection) throws SQLException {
    Set<String> source =
        inspection.rows(Side.SOURCE, sql).stream().map(Row::detail).collect(Collectors.toSet());
    return inspection.rows(Side.TARGET, sql).stream()
        .filter(row -> source.contains(row.detail()))
        .map(row -> new Finding(id, Severity.BLOCKER, row.object(), "is the source", remedy))
        .toList();
  }
}
