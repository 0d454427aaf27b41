package dev.daybreak.preflight;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule that names what both sides have, but not alike.
 *
 * @param sql returns object and value, asked on both sides
 */
record DifferenceRule(String id, Severity severity, String title, String sql, String remedy)
    implements Rule {
  @Override
  public List<Finding> inspect(Inspection inspection) throws SQLException {
    Map<String, String> target =
        inspection.rows(Side.TARGET, sql).stream()
            .collect(Collectors.toMap(Row::object, Row::detail));
    List<Finding> findings = new ArrayList<>();
    for (Row row : inspection.rows(Side.SOURCE, sql)) {
      @Nullable String other = target.get(row.object());
      if (other != null && !other.equals(row.detail())) {
        String detail = "source: " + shown(row.detail()) + ", target: " + shown(other);
        findings.add(new Finding(id, severity, row.object(), detail, remedy));
      }
    }
    return findings;
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(none)" : value;
  }
}
