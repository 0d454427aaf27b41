package dev.daybreak.demo.traffic;

import dev.daybreak.postgres.CopyStreams;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: a plain driver with its normal defaults, statements kept prepared, each
 * call timed. For one thread, except {@link #abort}.
 */
final class Session {
  private final Connection connection;
  private final Meter.Timer timer;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private boolean readOnly;

  private Session(Connection connection, Meter.Timer timer) {
    this.connection = connection;
    this.timer = timer;
  }

  static Session open(TrafficTarget target, String client, Meter.Timer timer) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", target.user());
    if (!target.password().isEmpty()) {
      properties.setProperty("password", target.password().reveal());
    }
    properties.setProperty("ApplicationName", "shop " + client);
    timer.start(true);
    try {
      return new Session(DriverManager.getConnection(target.jdbcUrl(), properties), timer);
    } finally {
      timer.stop();
    }
  }

  /** Runs a statement that changes something; parameters are bound as text, numbers or null. */
  int update(String sql, @Nullable Object... parameters) throws SQLException {
    return timed(true, () -> bind(sql, parameters).executeUpdate());
  }

  /** Runs a statement with RETURNING, and calls {@code reader} for its row if it has one. */
  boolean returning(String sql, RowReader reader, @Nullable Object... parameters)
      throws SQLException {
    return timed(true, () -> query(sql, reader, parameters)) > 0;
  }

  /** Runs a query, and calls {@code reader} for each row; the number of rows. */
  int read(String sql, RowReader reader, @Nullable Object... parameters) throws SQLException {
    return timed(!readOnly && !connection.getAutoCommit(), () -> query(sql, reader, parameters));
  }

  /** Adds a row to a batch. */
  void addBatch(String sql, @Nullable Object... parameters) throws SQLException {
    bind(sql, parameters).addBatch();
  }

  /** Sends a batch in one go. */
  void sendBatch(String sql) throws SQLException {
    timed(true, () -> prepare(sql).executeBatch());
  }

  /** Runs a statement that is not prepared. */
  void execute(String sql) throws SQLException {
    timed(
        true,
        () -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  /** COPY from here, rows in text format. */
  void copy(String sql, String rows) throws SQLException {
    byte[] bytes = rows.getBytes(StandardCharsets.UTF_8);
    timed(
        true,
        () -> {
          try (CopyStreams.In copy = CopyStreams.in(connection, sql)) {
            copy.write(bytes, 0, bytes.length);
            return copy.finish();
          }
        });
  }

  /** Begins a transaction with the next statement. */
  void begin(boolean onlyReads) throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(onlyReads);
    readOnly = onlyReads;
  }

  void commit() throws SQLException {
    timed(
        !readOnly,
        () -> {
          connection.commit();
          return 0;
        });
    rest();
  }

  void rollback() throws SQLException {
    timed(
        !readOnly,
        () -> {
          connection.rollback();
          return 0;
        });
    rest();
  }

  /** Ends what an error left open; whether the connection can go on. */
  boolean recover() {
    try {
      if (connection.isClosed()) {
        return false;
      }
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      rest();
      for (PreparedStatement statement : prepared.values()) {
        statement.clearBatch();
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      abort();
    }
  }

  /** Cuts the connection from any thread. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is cut already.
      return;
    }
  }

  private void rest() throws SQLException {
    connection.setAutoCommit(true);
    connection.setReadOnly(false);
    readOnly = false;
  }

  private int query(String sql, RowReader reader, @Nullable Object... parameters)
      throws SQLException {
    int rows = 0;
    try (ResultSet result = bind(sql, parameters).executeQuery()) {
      while (result.next()) {
        reader.read(result);
        rows++;
      }
    }
    return rows;
  }

  private PreparedStatement bind(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = prepare(sql);
    for (int i = 0; i < parameters.length; i++) {
      Object parameter = parameters[i];
      if (parameter == null) {
        statement.setNull(i + 1, java.sql.Types.VARCHAR);
      } else {
        statement.setObject(i + 1, parameter);
      }
    }
    return statement;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  private <T> T timed(boolean write, Call<T> call) throws SQLException {
    timer.start(write);
    try {
      return call.run();
    } finally {
      timer.stop();
    }
  }

  /** Takes a row. */
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private interface Call<T> {
    T run() throws SQLException;
  }
}
