package dev.daybreak.preflight;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rule that names what the source has and the target lacks.
 *
 * @param sourceSql returns object and detail of what is needed
 * @param targetSql returns object and detail of what is there
 */
record MissingRule(
    String id, Severity severity, String title, String sourceSql, String targetSql, String remedy)
    implements Rule {
  @Override
  public List<Finding> inspect(Inspection inspection) throws SQLException {
    List<Row> needed = inspection.rows(Side.SOURCE, sourceSql);
    if (needed.isEmpty()) {
      return List.of();
    }
    Set<String> there =
        inspection.rows(Side.TARGET, targetSql).stream()
            .map(Row::object)
            .collect(Collectors.toSet());
    return needed.stream()
        .filter(row -> !there.contains(row.object()))
        .map(row -> new Finding(id, severity, row.object(), row.detail(), remedy))
        .toList();
  }
}
