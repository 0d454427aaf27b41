package dev.daybreak.control.store;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Statements on the control store, each in a transaction of its own unless one is open. */
public final class Db {
  /** Reads one row. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final DataSource pool;

  Db(DataSource pool) {
    this.pool = pool;
  }

  /** All rows. */
  <T> List<T> list(String sql, Row<T> reader, Object... arguments) {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = bind(connection, sql, arguments);
        ResultSet result = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(reader.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The only row, if there is one. */
  <T> Optional<T> find(String sql, Row<T> reader, Object... arguments) {
    return list(sql, reader, arguments).stream().findFirst();
  }

  /** Runs one statement; the number of rows touched. */
  int update(String sql, Object... arguments) {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = bind(connection, sql, arguments)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static PreparedStatement bind(Connection connection, String sql, Object... arguments)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }

  private static MigrationException failed(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (e instanceof SQLTransientConnectionException || SqlStates.isConnectionLoss(state)) {
      return new MigrationException(
          ErrorCode.STORE_UNREACHABLE,
          "the control store does not answer: " + ServerErrors.text(e),
          "Check that the control store runs; work goes on by itself when it is back.",
          e);
    }
    return new MigrationException(
        ErrorCode.STORE_FAILED,
        "the control store refuses a statement: " + ServerErrors.text(e),
        "Look at the control store's log; nothing was changed.",
        e);
  }
}
