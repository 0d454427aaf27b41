package dev.daybreak.cdc.apply;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs row changes in order, neighbours of the same shape together, and checks that each affects
 * exactly one row. For one thread and one connection.
 */
final class StatementRuns implements AutoCloseable {
  private static final int ROWS_MAX = 500;
  private static final long BYTES_MAX = 1 << 20;
  private static final int STATEMENTS_MAX = 256;

  private final Connection connection;
  private final List<Work> run = new ArrayList<>();
  private final Map<Shape, PreparedStatement> statements = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;
  private Lsn position = Lsn.ZERO;

  StatementRuns(Connection connection) {
    this.connection = connection;
  }

  /** Adds a change; it runs now or later, but before anything added after it. */
  void add(Work work, Lsn commit) throws SQLException {
    boolean full = run.size() >= ROWS_MAX || bytes >= BYTES_MAX;
    if (!run.isEmpty() && (full || run.get(0).shape() != work.shape())) {
      flush();
    }
    run.add(work);
    bytes += work.bytes();
    position = commit;
  }

  /** Runs what is left. */
  void flush() throws SQLException {
    if (run.isEmpty()) {
      return;
    }
    Shape shape = run.get(0).shape();
    try {
      check(execute(shape));
    } catch (SQLException e) {
      throw explain(shape, e);
    } finally {
      run.clear();
      bytes = 0;
    }
  }

  private int[] execute(Shape shape) throws SQLException {
    PreparedStatement statement = prepared(shape);
    if (run.size() == 1) {
      bind(statement, run.get(0));
      return new int[] {statement.executeUpdate()};
    }
    for (Work work : run) {
      bind(statement, work);
      statement.addBatch();
    }
    return statement.executeBatch();
  }

  private void check(int[] counts) throws SQLException {
    for (int i = 0; i < counts.length; i++) {
      Work work = run.get(i);
      Work fallback = work.fallback();
      int count = counts[i];
      if (count == 0 && fallback != null) {
        PreparedStatement statement = prepared(fallback.shape());
        bind(statement, fallback);
        count = statement.executeUpdate();
      }
      if (count != 1) {
        throw new MigrationException(
            ErrorCode.TARGET_ROW_MISSED,
            work.shape().verb() + " of one row of " + work.shape().table() + ", committed by "
                + position + ", affected " + count + " rows",
            "Somebody else changed the table on the applying side: abort and start anew.");
      }
    }
  }

  private static void bind(PreparedStatement statement, Work work) throws SQLException {
    for (int i = 0; i < work.values().size(); i++) {
      statement.setString(i + 1, work.values().get(i));
    }
  }

  private PreparedStatement prepared(Shape shape) throws SQLException {
    PreparedStatement statement = statements.get(shape);
    if (statement == null) {
      statement = connection.prepareStatement(shape.sql());
      statements.put(shape, statement);
      if (statements.size() > STATEMENTS_MAX) {
        var eldest = statements.entrySet().iterator();
        eldest.next().getValue().close();
        eldest.remove();
      }
    }
    return statement;
  }

  /** Transient errors stay as they are; others name the table. */
  private SQLException explain(Shape shape, SQLException e) {
    SQLException server = unwrap(e);
    String state = String.valueOf(server.getSQLState());
    if (SqlStates.isTransient(state)) {
      return server;
    }
    throw ServerErrors.translate(
        Side.TARGET,
        "cannot " + shape.verb() + " a row of " + shape.table() + ", committed by " + position,
        server);
  }

  /** The server's own error inside the driver's, which quotes the statement. */
  static SQLException unwrap(SQLException e) {
    boolean batch = e instanceof BatchUpdateException && e.getNextException() != null;
    return batch ? e.getNextException() : e;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
    run.clear();
  }
}
