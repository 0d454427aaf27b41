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
import java.util.stream.Collectors;

/**
 * Runs row changes and checks that each affects exactly one row. Changes of one table run in their
 * order. Changes of different tables may overtake one another within a window: no constraint or
 * trigger of ours can see it ({@code session_replication_role} is {@code replica}) and nobody else
 * sees the target between. So neighbours in a table become batches, and what is left travels
 * together. For one thread and one connection.
 */
final class StatementRuns implements AutoCloseable {
  /** How far a change may be overtaken; the live validator keeps as many in memory. */
  private static final int WINDOW = 1_000;

  private static final long BYTES_MAX = 1 << 20;

  /** Changes of different shapes that travel together. */
  private static final int MIXED_MAX = 16;

  /** From so many neighbours of one shape on, a batch of their own is better. */
  private static final int BATCH_MIN = 4;

  private static final int STATEMENTS_MAX = 200;

  private final Connection connection;
  private final Map<String, List<Work>> waiting = new LinkedHashMap<>();
  private final List<Work> run = new ArrayList<>();
  private final Map<List<Shape>, PreparedStatement> statements =
      new LinkedHashMap<>(64, 0.75f, true);
  private int count;
  private long bytes;
  private Lsn position = Lsn.ZERO;

  StatementRuns(Connection connection) {
    this.connection = connection;
  }

  /** Adds a change; it runs now or later, but before anything of its table added after it. */
  void add(Work work, Lsn commit) throws SQLException {
    waiting.computeIfAbsent(work.shape().table(), table -> new ArrayList<>()).add(work);
    bytes += work.bytes();
    count++;
    position = commit;
    if (count >= WINDOW || bytes >= BYTES_MAX) {
      flush();
    }
  }

  /** Runs what is left. */
  void flush() throws SQLException {
    try {
      for (List<Work> table : waiting.values()) {
        runTable(table);
      }
      execute();
    } finally {
      waiting.clear();
      run.clear();
      count = 0;
      bytes = 0;
    }
  }

  /** Long runs of one shape go alone; short ones join what is waiting from other tables. */
  private void runTable(List<Work> works) throws SQLException {
    int from = 0;
    while (from < works.size()) {
      int to = from + 1;
      while (to < works.size() && works.get(to).shape().equals(works.get(from).shape())) {
        to++;
      }
      List<Work> same = works.subList(from, to);
      if (same.size() >= BATCH_MIN || same.get(0).fallback() != null) {
        execute();
        run.addAll(same);
        execute();
      } else {
        join(same);
      }
      from = to;
    }
  }

  private void join(List<Work> few) throws SQLException {
    if (run.size() + few.size() > MIXED_MAX) {
      execute();
    }
    run.addAll(few);
  }

  private void execute() throws SQLException {
    if (run.isEmpty()) {
      return;
    }
    try {
      boolean mixed = run.stream().anyMatch(work -> !work.shape().equals(run.get(0).shape()));
      check(mixed ? executeMixed() : executeSame());
    } catch (SQLException e) {
      throw explain(e);
    } finally {
      run.clear();
    }
  }

  private int[] executeSame() throws SQLException {
    PreparedStatement statement = prepared(List.of(run.get(0).shape()));
    if (run.size() == 1) {
      bind(statement, 0, run.get(0));
      return new int[] {statement.executeUpdate()};
    }
    for (Work work : run) {
      bind(statement, 0, work);
      statement.addBatch();
    }
    return statement.executeBatch();
  }

  private int[] executeMixed() throws SQLException {
    PreparedStatement statement = prepared(run.stream().map(Work::shape).toList());
    int bound = 0;
    for (Work work : run) {
      bound = bind(statement, bound, work);
    }
    statement.execute();
    int[] counts = new int[run.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = statement.getUpdateCount();
      statement.getMoreResults();
    }
    return counts;
  }

  private void check(int[] counts) throws SQLException {
    for (int i = 0; i < counts.length; i++) {
      Work work = run.get(i);
      Work fallback = work.fallback();
      int count = counts[i];
      if (count == 0 && fallback != null) {
        PreparedStatement statement = prepared(List.of(fallback.shape()));
        bind(statement, 0, fallback);
        count = statement.executeUpdate();
      }
      if (count != 1) {
        throw new MigrationException(
            ErrorCode.TARGET_ROW_MISSED,
            work.shape().verb()
                + " of one row of "
                + work.shape().table()
                + ", committed by "
                + position
                + ", affected "
                + count
                + " rows",
            "Somebody else changed the table on the applying side: abort and start anew.");
      }
    }
  }

  private static int bind(PreparedStatement statement, int bound, Work work) throws SQLException {
    int index = bound;
    for (String value : work.values()) {
      statement.setString(++index, value);
    }
    return index;
  }

  private PreparedStatement prepared(List<Shape> shapes) throws SQLException {
    PreparedStatement statement = statements.get(shapes);
    if (statement == null) {
      statement =
          connection.prepareStatement(
              shapes.stream().map(Shape::sql).collect(Collectors.joining(";\n")));
      statements.put(shapes, statement);
      if (statements.size() > STATEMENTS_MAX) {
        var eldest = statements.entrySet().iterator();
        eldest.next().getValue().close();
        eldest.remove();
      }
    }
    return statement;
  }

  /** Transient errors stay as they are; others name the tables. */
  private SQLException explain(SQLException e) {
    SQLException server = unwrap(e);
    if (SqlStates.isTransient(String.valueOf(server.getSQLState()))) {
      return server;
    }
    String what =
        run.stream()
            .map(work -> work.shape().verb() + " a row of " + work.shape().table())
            .distinct()
            .collect(Collectors.joining(", or "));
    throw ServerErrors.translate(
        Side.TARGET, "cannot " + what + ", committed by " + position, server);
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
    waiting.clear();
    run.clear();
  }
}
