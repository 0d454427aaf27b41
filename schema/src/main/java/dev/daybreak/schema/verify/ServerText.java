package dev.daybreak.schema.verify;

import dev.daybreak.kernel.Names;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Decides whether a definition printed by the source means the same as the one printed by the
 * target: servers of different versions print the same query differently. The target itself is
 * asked: it parses the source's text into a temporary view of a transaction that is rolled back,
 * and prints it its own way. Whatever it refuses is a difference.
 */
public final class ServerText implements Comparison.SameText {
  private static final String SCRATCH = "pg_temp.daybreak_scratch";

  private final Connection target;

  /**
   * @param target in autocommit mode; used by one thread
   */
  public ServerText(Connection target) {
    this.target = target;
  }

  @Override
  public boolean same(ObjectId object, String attribute, String promised, String found) {
    boolean view = object.kind() == Kind.VIEW || object.kind() == Kind.MATERIALIZED_VIEW;
    if (!view || !attribute.equals("definition")) {
      return false;
    }
    try {
      return printed(promised).equals(found);
    } catch (SQLException e) {
      return false;
    }
  }

  private String printed(String query) throws SQLException {
    target.setAutoCommit(false);
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("CREATE TEMPORARY VIEW daybreak_scratch AS " + query);
      String sql = "SELECT pg_get_viewdef(" + Names.literal(SCRATCH) + "::regclass)";
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getString(1);
      }
    } finally {
      target.rollback();
      target.setAutoCommit(true);
    }
  }
}
