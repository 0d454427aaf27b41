package dev.daybreak.preflight;

import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule about what the servers are: PostgreSQL of a supported pair of releases. Source 12 and 13
 * cannot send logical messages in the change stream, on which the applied positions rest.
 */
final class VersionRule implements Rule {
  static final String ID = "PRE-VERSION";
  private static final int SOURCE_OLDEST = 14;
  private static final int TARGET_OLDEST = 15;
  private static final int NEWEST = 18;
  private static final String PRODUCT =
      """
      SELECT version(), split_part(version(), ' ', 1)
      WHERE version() !~ '^PostgreSQL ' OR version() ~* '-YB-|cockroach|redshift|greenplum'
      """;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "a server is not PostgreSQL, or this pair of releases is not supported";
  }

  @Override
  public List<Finding> inspect(Inspection inspection) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (Side side : Side.values()) {
      for (Row row : inspection.rows(side, PRODUCT)) {
        findings.add(finding(server(side), "is not PostgreSQL: " + row.object(), "Name another."));
      }
    }
    if (findings.isEmpty()) {
      judge(inspection.version(Side.SOURCE), inspection.version(Side.TARGET), findings);
    }
    return findings;
  }

  static void judge(ServerVersion source, ServerVersion target, List<Finding> findings) {
    bounds(Side.SOURCE, source, SOURCE_OLDEST, findings);
    bounds(Side.TARGET, target, TARGET_OLDEST, findings);
    if (target.major() < source.major()) {
      findings.add(
          finding(
              server(Side.TARGET),
              "is PostgreSQL " + target + ", older than the source's " + source,
              "Use a target of the source's major version or a later one."));
    }
  }

  private static void bounds(Side side, ServerVersion version, int oldest, List<Finding> findings) {
    if (version.major() < oldest || version.major() > NEWEST) {
      String detail = "is PostgreSQL " + version;
      if (side == Side.SOURCE && version.major() < oldest) {
        detail += ", which sends no logical messages in its change stream";
      }
      String remedy = "Supported are " + oldest + " to " + NEWEST + ": upgrade, or use another.";
      findings.add(finding(server(side), detail, remedy));
    }
  }

  private static String server(Side side) {
    return side == Side.SOURCE ? "source server" : "target server";
  }

  private static Finding finding(String object, String detail, String remedy) {
    return new Finding(ID, Severity.BLOCKER, object, detail, remedy);
  }
}
