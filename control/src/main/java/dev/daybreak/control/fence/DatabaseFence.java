package dev.daybreak.control.fence;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes one database refuse its clients' writes. Works on a database, never on a server: several
 * databases of a fleet share one. Three layers: the database's default is read-only (durable; a
 * session can undo it for itself); a SHARE lock on every table is held by our session (binds
 * everybody, superusers too, as long as it lives; that it was granted is the proof that no writer
 * is left); and once the other side is active, the right to connect is taken and all sessions are
 * ended. Stateless; each method is idempotent.
 */
public final class DatabaseFence {
  private static final int PROBE_SECONDS = 2;
  private static final int ENDED_AT_ONCE = 16;
  private static final int ENDING_PAUSE_MILLIS = 50;

  private final Endpoint endpoint;
  private final Side side;

  public DatabaseFence(Endpoint endpoint, Side side) {
    this.endpoint = endpoint;
    this.side = side;
  }

  /** The statements that shut the database, for dry runs. */
  public List<String> plan() {
    return List.of(
        FenceSql.readOnly(endpoint.database()),
        "LOCK TABLE ONLY <every table> IN SHARE MODE",
        "check: no prepared transaction in " + Names.display(endpoint.database()),
        "after the commit point: REVOKE CONNECT from every grantee, end all sessions but ours");
  }

  /** New sessions are read-only unless they say otherwise: for a side that is not yet active. */
  public void shut() {
    run("shut " + endpoint, FenceSql.readOnly(endpoint.database()));
  }

  /**
   * Gets ready to raise the fence while nobody waits: the session is opened, and who is there now
   * is noted.
   *
   * @throws MigrationException when the database cannot be reached
   */
  public PoisedFence poise() {
    Connection connection = Connections.open(endpoint, "fence", side);
    try {
      return new PoisedFence(this, connection);
    } catch (SQLException e) {
      close(connection);
      throw ServerErrors.translate(side, "cannot list the sessions of " + endpoint, e);
    }
  }

  /**
   * Raises the fence.
   *
   * @param budget how long writers in flight may take
   * @return holds the lock until closed
   * @throws MigrationException FENCE_FAILED, PREPARED_TRANSACTIONS
   */
  public HeldFence raise(Duration budget) {
    return raise(Connections.open(endpoint, "fence", side), budget);
  }

  /** The same over a session that is open already, which is used up. */
  HeldFence raise(Connection connection, Duration budget) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(FenceSql.readOnly(endpoint.database()));
      List<String> tables = FenceSql.strings(connection, FenceSql.TABLES);
      connection.setAutoCommit(false);
      hurry(connection);
      statement.execute("SET LOCAL lock_timeout = " + Math.max(1, budget.toMillis()));
      if (!tables.isEmpty()) {
        statement.execute("LOCK TABLE " + String.join(", ", tables) + " IN SHARE MODE");
      }
      refusePrepared(connection);
      return new HeldFence(connection);
    } catch (SQLException e) {
      close(connection);
      throw failed(e);
    } catch (MigrationException e) {
      close(connection);
      throw e;
    }
  }

  /**
   * Lets clients log in again to a closed database that stays read-only: before a switch back to
   * it.
   */
  public void admit(List<String> grantees) {
    shut();
    run("admit logins to " + endpoint, grants(grantees).toArray(String[]::new));
  }

  /** Takes the fence down, and gives back what {@link #close} took. */
  public void open(List<String> grantees) {
    List<String> statements = grants(grantees);
    statements.add(FenceSql.readWrite(endpoint.database()));
    run("open " + endpoint, statements.toArray(String[]::new));
  }

  /**
   * Refuses logins for good and ends sessions that do not come from proxies, while the lock is
   * still held: a statement of theirs that waits for it must never get through.
   *
   * @param spare the proxies' sessions
   * @param recorder is told whose right to connect is taken, before it is
   */
  public void close(Set<Integer> spare, Consumer<List<String>> recorder) {
    try (Connection connection = Connections.open(endpoint, "fence", side);
        Statement statement = connection.createStatement()) {
      List<String> grantees = FenceSql.strings(connection, FenceSql.CONNECT_GRANTEES);
      if (!grantees.isEmpty()) {
        recorder.accept(grantees);
      }
      for (String grantee : grantees) {
        statement.execute(FenceSql.revokeConnect(endpoint.database(), grantee));
      }
      statement.execute(FenceSql.terminate(spare));
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot close " + endpoint, e);
    }
  }

  /**
   * Ends the sessions that are left, the proxies' too; they can only read. Not all in one moment:
   * server processes that end take the processors from clients that have just been released.
   *
   * @param patience how long statements and transactions that still run may go on
   */
  public void endSessions(Duration patience) {
    try (Connection connection = Connections.open(endpoint, "fence", side);
        Statement statement = connection.createStatement()) {
      awaitIdle(connection, patience);
      List<String> pids = FenceSql.strings(connection, FenceSql.PIDS);
      for (int from = 0; from < pids.size(); from += ENDED_AT_ONCE) {
        int to = Math.min(pids.size(), from + ENDED_AT_ONCE);
        statement.execute(FenceSql.terminate(pids.subList(from, to)));
        pause(to == pids.size() ? 0 : ENDING_PAUSE_MILLIS);
      }
      statement.execute(FenceSql.terminate(Set.of()));
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot end the sessions of " + endpoint, e);
    }
  }

  /** Sessions that come neither from a proxy nor from Daybreak: one line each. */
  public List<String> foreigners(Set<Integer> proxyPids) {
    try (Connection connection = Connections.open(endpoint, "fence", side)) {
      return FenceSql.strings(connection, FenceSql.foreigners(proxyPids));
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot list the sessions of " + endpoint, e);
    }
  }

  /** Prepared transactions in this database. */
  public List<String> prepared() {
    try (Connection connection = Connections.open(endpoint, "fence", side)) {
      return FenceSql.strings(connection, FenceSql.PREPARED);
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot list prepared transactions of " + endpoint, e);
    }
  }

  /**
   * Autovacuum gives way to a waiting lock only when the waiter looks for deadlocks, after a second
   * by default (PostgreSQL manual, section 20.12). Without the right to set it we wait that long.
   */
  private static void hurry(Connection connection) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL deadlock_timeout = '10ms'");
    } catch (SQLException e) {
      if (!SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback(before);
    }
  }

  private static void awaitIdle(Connection connection, Duration patience) throws SQLException {
    Instant deadline = Instant.now().plus(patience);
    while (!FenceSql.strings(connection, FenceSql.BUSY).isEmpty()
        && Instant.now().isBefore(deadline)) {
      if (!pause(10)) {
        return;
      }
    }
  }

  private static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void refusePrepared(Connection connection) throws SQLException {
    List<String> prepared = FenceSql.strings(connection, FenceSql.PREPARED);
    if (!prepared.isEmpty()) {
      throw new MigrationException(
          ErrorCode.PREPARED_TRANSACTIONS,
          endpoint + " holds prepared transactions: " + String.join(", ", prepared),
          "COMMIT PREPARED or ROLLBACK PREPARED them, then try again.");
    }
  }

  private List<String> grants(List<String> grantees) {
    List<String> statements = new ArrayList<>();
    for (String grantee : grantees) {
      statements.add(FenceSql.grantConnect(endpoint.database(), grantee));
    }
    return statements;
  }

  private MigrationException failed(SQLException e) {
    if (SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
      return new MigrationException(
          ErrorCode.FENCE_FAILED,
          "a writer on " + endpoint + " did not end in time: " + ServerErrors.text(e),
          "Look for long transactions on that database; the switch can be tried again.",
          e);
    }
    return ServerErrors.translate(side, "cannot fence " + endpoint, e);
  }

  private void run(String what, String... statements) {
    try (Connection connection = Connections.open(endpoint, "fence", side);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot " + what, e);
    }
  }

  /** Whether the session still lives, and with it the lock that it may hold. */
  static boolean answers(Connection connection) {
    try {
      return connection.isValid(PROBE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The server releases the lock when it notices; nothing else hangs on this session.
      Thread.yield();
    }
  }
}
