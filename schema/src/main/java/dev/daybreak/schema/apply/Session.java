package dev.daybreak.schema.apply;

import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.plan.PlannedStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/** One connection that runs planned statements, each in a transaction with its journal entry. */
final class Session implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final long PAUSE_MILLIS = 50;

  static final List<String> PREPARATION =
      List.of(
          "SET search_path = ''",
          "SET check_function_bodies = off",
          "SET row_security = off",
          "SET transform_null_equals = off",
          "SET array_nulls = on",
          "SET default_tablespace = ''",
          "SET default_table_access_method = heap");

  /** Two migrations may create or grant the same role of one server at the same time. */
  private static final Set<String> SHARED_CATALOG_RACE = Set.of("XX000", "23505");

  private final Connection connection;
  private final Passwords passwords;

  private Session(Connection connection, Passwords passwords) {
    this.connection = connection;
    this.passwords = passwords;
  }

  /** Takes over the connection. */
  static Session open(Connection connection, Passwords passwords) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String setting : PREPARATION) {
        statement.execute(setting);
      }
    }
    connection.setAutoCommit(false);
    return new Session(connection, passwords);
  }

  void run(PlannedStatement planned) {
    for (int attempt = 1; ; attempt++) {
      try {
        execute(planned);
        return;
      } catch (SQLException e) {
        rollback(e);
        if (alreadyThere(planned, e)) {
          return;
        }
        if (attempt == ATTEMPTS || !mayRetry(planned, e)) {
          throw ServerErrors.translate(Side.TARGET, "cannot create " + planned.object(), e);
        }
        pause(attempt);
      }
    }
  }

  /** Enters a statement that does not run. */
  void enter(PlannedStatement planned) {
    try {
      Journal.enter(connection, planned);
      connection.commit();
    } catch (SQLException e) {
      rollback(e);
      throw ServerErrors.translate(Side.TARGET, "cannot note " + planned.object(), e);
    }
  }

  private void execute(PlannedStatement planned) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(planned.sql());
      Secret password = passwords.of(planned.object());
      if (planned.sql().startsWith("CREATE ROLE ") && !password.isEmpty()) {
        String role = Names.quote(planned.object().name());
        String verifier = Names.literal(password.reveal());
        statement.execute("ALTER ROLE " + role + " PASSWORD " + verifier);
      }
    }
    Journal.enter(connection, planned);
    connection.commit();
  }

  /** A role that another migration made meanwhile: theirs, so it is not entered as ours. */
  private static boolean alreadyThere(PlannedStatement planned, SQLException e) {
    return planned.object().kind() == Kind.ROLE
        && planned.sql().startsWith("CREATE ROLE ")
        && (SqlStates.DUPLICATE_OBJECT.equals(e.getSQLState()) || "23505".equals(e.getSQLState()));
  }

  private static boolean mayRetry(PlannedStatement planned, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    boolean shared =
        switch (planned.object().kind()) {
          case ROLE, MEMBERSHIP, DATABASE, SETTING -> true;
          default -> false;
        };
    boolean lostConnection = SqlStates.isConnectionLoss(state);
    return !lostConnection
        && (SqlStates.isTransient(state) || shared && SHARED_CATALOG_RACE.contains(state));
  }

  private void rollback(SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(PAUSE_MILLIS * attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The connection is given up either way; what was committed stays committed.
      org.slf4j.LoggerFactory.getLogger(Session.class).debug("schema close=failed", e);
    }
  }
}
