package dev.daybreak.schema.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/**
 * Has a server parse texts as temporary objects and print them its own way. Everything is taken
 * back: a transaction that is open stays open and unchanged. Used by one thread.
 */
final class Scratch {
  /** The temporary object's name in full. */
  static final String NAME = "pg_temp.daybreak_scratch";

  /** The temporary object as a value. */
  static final String REGCLASS = "'pg_temp.daybreak_scratch'::regclass";

  private final Connection server;

  Scratch(Connection server) {
    this.server = server;
  }

  /** How the server prints a query. */
  String query(String query) throws SQLException {
    return printed(
        "SELECT pg_get_viewdef(" + REGCLASS + ")", "CREATE VIEW " + NAME + " AS " + query);
  }

  /** A statement that makes an empty table with the columns of a relation. */
  static String like(String relation) {
    return "CREATE TEMPORARY TABLE daybreak_scratch (LIKE " + relation + ")";
  }

  /** The first value of a query's first row. */
  String value(String sql) throws SQLException {
    try (Statement statement = server.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException("no such object on the target");
      }
      return row.getString(1);
    }
  }

  /** Runs statements, asks how the server prints what they made, and takes them back. */
  String printed(String print, String... statements) throws SQLException {
    boolean alone = server.getAutoCommit();
    server.setAutoCommit(false);
    Savepoint before = server.setSavepoint();
    try (Statement statement = server.createStatement()) {
      statement.execute("SET LOCAL check_function_bodies = off");
      statement.setEscapeProcessing(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      return value(print);
    } finally {
      server.rollback(before);
      if (alone) {
        server.rollback();
        server.setAutoCommit(true);
      }
    }
  }
}
