package dev.daybreak.preflight;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A rule that warns where a number of the target is below the source's.
 *
 * @param sql returns object and whole number, asked on both sides
 */
record DifferenceBelow(String id, String title, String sql, String remedy) implements Rule {
  @Override
  public List<Finding> inspect(Inspection inspection) throws SQLException {
    Map<String, Long> target =
        inspection.rows(Side.TARGET, sql).stream()
            .collect(Collectors.toMap(Row::object, row -> Long.parseLong(row.detail())));
    return inspection.rows(Side.SOURCE, sql).stream()
        .filter(row -> target.getOrDefault(row.object(), Long.MAX_VALUE) < number(row))
        .map(row -> finding(row, target.get(row.object())))
        .toList();
  }

  private Finding finding(Row source, long target) {
    String detail = "source: " + source.detail() + ", target: " + target;
    return new Finding(id, Severity.WARNING, source.object(), detail, remedy);
  }

  private static long number(Row row) {
    return Long.parseLong(row.detail());
  }
}
