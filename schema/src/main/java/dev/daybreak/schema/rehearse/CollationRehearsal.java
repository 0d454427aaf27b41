package dev.daybreak.schema.rehearse;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.ServerFacts;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.read.SqlTemplate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collations rest on the operating system: one that the target's does not have is found before the
 * plan is applied. Those of the plan are made as temporary objects and taken back.
 */
public final class CollationRehearsal {
  private static final String ID = "SCH-COLLATION";
  private static final String REMEDY =
      "Install the locale on the target's system, or use another collation on the source.";
  private static final String THERE =
      "SELECT collname FROM pg_collation WHERE collnamespace = 'pg_catalog'::regnamespace"
          + " AND collencoding IN (-1, (SELECT encoding FROM pg_database"
          + " WHERE datname = current_database()))";

  private CollationRehearsal() {}

  /** One finding for each collation, or object that uses one, which the target cannot have. */
  public static List<Finding> run(
      Connection source, Connection target, List<PlannedStatement> statements) throws SQLException {
    List<Finding> findings = new ArrayList<>(ofServer(source, target));
    for (PlannedStatement statement : statements) {
      boolean creates = statement.sql().startsWith("CREATE COLLATION ");
      if (statement.object().kind() == Kind.COLLATION && creates) {
        rehearse(target, statement, findings);
      }
    }
    return findings;
  }

  private static void rehearse(Connection target, PlannedStatement planned, List<Finding> findings)
      throws SQLException {
    String sql = planned.sql().replace(planned.object().sql() + " (", "pg_temp.daybreak_scratch (");
    target.setAutoCommit(false);
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    } catch (SQLException e) {
      String why = "the target cannot create it: " + ServerErrors.text(e);
      findings.add(finding(planned.object().toString(), why));
    } finally {
      target.rollback();
      target.setAutoCommit(true);
    }
  }

  private static List<Finding> ofServer(Connection source, Connection target) throws SQLException {
    Set<String> there = new HashSet<>();
    try (Statement statement = target.createStatement();
        ResultSet row = statement.executeQuery(THERE)) {
      while (row.next()) {
        there.add(row.getString(1));
      }
    }
    List<Finding> findings = new ArrayList<>();
    String sql = SqlTemplate.load("server_collations.sql", ServerFacts.version(source));
    try (Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        if (!there.contains(row.getString(1))) {
          String why = "it uses the collation " + row.getString(1) + ", which the target lacks";
          findings.add(finding(row.getString(2), why));
        }
      }
    }
    return findings;
  }

  private static Finding finding(String object, String why) {
    return new Finding(ID, Severity.BLOCKER, object, why, REMEDY);
  }
}
