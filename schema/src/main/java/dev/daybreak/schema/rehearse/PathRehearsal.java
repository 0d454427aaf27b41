package dev.daybreak.schema.rehearse;

import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.ServerFacts;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.read.SqlTemplate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Functions whose bodies name things that only some search path finds. The server looks them up
 * when it builds an index, checks a row or computes a column: on the target nobody has that search
 * path then. The catalog knows nothing of it, so the expressions are computed for some rows of the
 * source, as an index build would, in a read-only transaction. What they yield is not looked at.
 */
public final class PathRehearsal {
  private static final String ID = "SCH-SEARCH-PATH";
  private static final int ROWS = 100;

  /** Undefined function, table, type or schema; all else is about rows or rights. */
  private static final Set<String> NOT_FOUND = Set.of("42883", "42P01", "42704", "3F000");

  private record Expression(ObjectId object, String relation, String text) {}

  private PathRehearsal() {}

  /** One finding for each index, check or column that would not find what it names. */
  public static List<Finding> run(Connection source) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (Expression expression : expressions(source)) {
      compute(source, expression, findings);
    }
    return findings.stream().distinct().toList();
  }

  private static List<Expression> expressions(Connection source) throws SQLException {
    String sql = SqlTemplate.load("called_expressions.sql", ServerFacts.version(source));
    List<Expression> expressions = new ArrayList<>();
    try (Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        String schema = row.getString("schema");
        ObjectId object =
            ObjectId.in(
                Kind.valueOf(row.getString("kind")),
                schema,
                row.getString("parent"),
                row.getString("name"));
        String relation = Names.quote(schema) + "." + Names.quote(row.getString("relation"));
        expressions.add(new Expression(object, relation, row.getString("expression")));
      }
    }
    return expressions;
  }

  private static void compute(Connection source, Expression expression, List<Finding> findings)
      throws SQLException {
    source.setAutoCommit(false);
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET TRANSACTION READ ONLY");
      statement.execute("SET LOCAL search_path = ''");
      statement.execute("SET LOCAL statement_timeout = '5s'");
      statement.execute(
          "SELECT count(*) FROM (SELECT ("
              + expression.text()
              + ") AS computed FROM ONLY "
              + expression.relation()
              + " LIMIT "
              + ROWS
              + ") AS sample WHERE computed IS NULL");
    } catch (SQLException e) {
      if (NOT_FOUND.contains(String.valueOf(e.getSQLState()))) {
        findings.add(
            new Finding(
                ID,
                Severity.BLOCKER,
                expression.object().toString(),
                "it calls a function that finds what it names by search path only: "
                    + ServerErrors.text(e),
                "ALTER FUNCTION ... SET search_path on the source, or write the names in full."));
      }
    } finally {
      source.rollback();
      source.setAutoCommit(true);
    }
  }
}
