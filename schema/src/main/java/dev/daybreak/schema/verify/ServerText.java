package dev.daybreak.schema.verify;

import dev.daybreak.kernel.Names;
import dev.daybreak.schema.model.ObjectId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/**
 * Decides whether a definition printed by the source means the same as the one printed by the
 * target: servers print the same expression differently, from version to version and even from
 * parse to parse ({@code IN} lists of {@code varchar}). The target itself is asked: it parses the
 * texts as scratch objects of a transaction that is rolled back, and prints them its own way.
 * Whatever it refuses is a difference.
 */
public final class ServerText implements Comparison.SameText {
  private static final String SCRATCH = "daybreak_scratch";

  private final Connection target;

  /**
   * @param target used by one thread; a transaction that is open there stays open and unchanged
   */
  public ServerText(Connection target) {
    this.target = target;
  }

  @Override
  public boolean same(ObjectId id, String attribute, String promised, String found) {
    String table = id.parent().isEmpty() ? "" : id.parentSql();
    try {
      return switch (id.kind()) {
        case VIEW, MATERIALIZED_VIEW ->
            attribute.equals("definition") && query(promised).equals(query(found));
        case FUNCTION, PROCEDURE ->
            attribute.equals("definition") && routine(id, promised).equals(found);
        case DEFAULT -> expressions(table, promised, found);
        case COLUMN -> attribute.equals("expression") && expressions(table, promised, found);
        case POLICY ->
            (attribute.equals("using") || attribute.equals("check"))
                && expressions(table, promised, found);
        case CONSTRAINT ->
            attribute.equals("definition") && parts("CHECK (", ")", table, promised, found);
        case INDEX ->
            attribute.equals("definition") && parts(" WHERE (", ")", indexed(id), promised, found);
        case TRIGGER ->
            attribute.equals("definition")
                && parts(" WHEN (", ") EXECUTE ", rows(table), promised, found);
        case DOMAIN_CONSTRAINT ->
            attribute.equals("definition") && domain(id, promised).equals(domain(id, found));
        default -> false;
      };
    } catch (SQLException e) {
      return false;
    }
  }

  /** Old and new row, as the condition of a trigger sees them. */
  private static String rows(String table) {
    return table + " old CROSS JOIN " + table + " new";
  }

  /** Compares what stands between two marks as expressions, and the rest as text. */
  private boolean parts(String open, String close, String from, String promised, String found)
      throws SQLException {
    Parts wanted = Parts.of(promised, open, close);
    Parts there = Parts.of(found, open, close);
    return wanted.before().equals(there.before())
        && wanted.after().equals(there.after())
        && expressions(from, wanted.inner(), there.inner());
  }

  private record Parts(String before, String inner, String after) {
    static Parts of(String text, String open, String close) {
      int start = text.indexOf(open);
      int end = text.lastIndexOf(close);
      if (start < 0 || end < start + open.length()) {
        return new Parts(text, "true", "");
      }
      return new Parts(
          text.substring(0, start),
          text.substring(start + open.length(), end),
          text.substring(end));
    }
  }

  private boolean expressions(String from, String promised, String found) throws SQLException {
    return expression(from, promised).equals(expression(from, found));
  }

  private String expression(String from, String text) throws SQLException {
    return query("SELECT (" + text + ") AS e FROM " + from);
  }

  private String query(String query) throws SQLException {
    return printed(
        "CREATE TEMPORARY VIEW " + SCRATCH + " AS " + query,
        "SELECT pg_get_viewdef('pg_temp." + SCRATCH + "'::regclass)");
  }

  private String routine(ObjectId id, String definition) throws SQLException {
    String name = Names.literal(id.sql() + "(" + id.args() + ")");
    return printed(definition, "SELECT pg_get_functiondef(" + name + "::regprocedure)");
  }

  private String domain(ObjectId id, String definition) throws SQLException {
    String base =
        value(
            "SELECT format_type(typbasetype, typtypmod) FROM pg_type WHERE oid = "
                + Names.literal(id.parentSql())
                + "::regtype");
    return printed(
        "CREATE DOMAIN pg_temp." + SCRATCH + " AS " + base + " CONSTRAINT c " + definition,
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND contypid = "
            + "'pg_temp."
            + SCRATCH
            + "'::regtype");
  }

  private String indexed(ObjectId index) throws SQLException {
    return value(
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_index i"
            + " JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE i.indexrelid = "
            + Names.literal(index.sql())
            + "::regclass");
  }

  private String value(String sql) throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException("no such object on the target");
      }
      return row.getString(1);
    }
  }

  /** Runs one statement, asks how the server prints what it made, and takes it back. */
  private String printed(String create, String print) throws SQLException {
    boolean alone = target.getAutoCommit();
    target.setAutoCommit(false);
    Savepoint before = target.setSavepoint();
    try (Statement statement = target.createStatement()) {
      statement.execute("SET LOCAL check_function_bodies = off");
      statement.setEscapeProcessing(false);
      statement.execute(create);
      return value(print);
    } finally {
      target.rollback(before);
      if (alone) {
        target.rollback();
        target.setAutoCommit(true);
      }
    }
  }
}
