package dev.daybreak.testkit;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.postgres.Connections;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One-line SQL for tests. */
public final class TestSql {
  private TestSql() {}

  /** Runs statements, each in its own autocommit transaction, on one connection. */
  public static void run(Endpoint endpoint, String... statements) {
    try (Connection connection = Connections.open(endpoint, "test");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** All rows of a query, columns joined by {@code |}, NULL as {@code ∅}. */
  public static List<String> rows(Endpoint endpoint, String query) {
    try (Connection connection = Connections.open(endpoint, "test");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row(result));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The single value of a query. */
  public static String value(Endpoint endpoint, String query) {
    List<String> rows = rows(endpoint, query);
    if (rows.size() != 1) {
      throw new IllegalStateException(rows.size() + " rows from " + query);
    }
    return rows.get(0);
  }

  private static String row(ResultSet result) throws SQLException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      String value = result.getString(i);
      text.append(i > 1 ? "|" : "").append(value == null ? "∅" : value);
    }
    return text.toString();
  }
}
