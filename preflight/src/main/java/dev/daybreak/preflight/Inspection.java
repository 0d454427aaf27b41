package dev.daybreak.preflight;

import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.ServerFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One look at two servers: a read-only session on each. Rules find in the session's settings what
 * their queries need to know: {@code daybreak.side}, {@code daybreak.channels} (how the names of
 * this migration's own slots begin) and {@code daybreak.proxy_pids}. For one thread.
 */
final class Inspection implements AutoCloseable {
  private static final String PURPOSE = "preflight";

  private final Connection source;
  private final Connection target;
  private final ServerVersion sourceVersion;
  private final ServerVersion targetVersion;

  private Inspection(Connection source, Connection target) throws SQLException {
    this.source = source;
    this.target = target;
    this.sourceVersion = ServerFacts.version(source);
    this.targetVersion = ServerFacts.version(target);
  }

  /**
   * Connects to both servers.
   *
   * @param ruleBudget the longest any query may run
   * @throws MigrationException when a server cannot be reached or refuses the login
   */
  static Inspection open(Pairing pairing, Set<Integer> proxyPids, Duration ruleBudget) {
    Connection source = Connections.open(pairing.source(), PURPOSE, Side.SOURCE);
    try {
      Connection target = Connections.open(pairing.target(), PURPOSE, Side.TARGET);
      try {
        prepare(source, Side.SOURCE, pairing.id(), proxyPids, ruleBudget);
        prepare(target, Side.TARGET, pairing.id(), Set.of(), ruleBudget);
        return new Inspection(source, target);
      } catch (SQLException e) {
        MigrationException lost = lost(source, target, "cannot prepare pre-flight", e);
        closeQuietly(target);
        throw lost;
      }
    } catch (RuntimeException e) {
      closeQuietly(source);
      throw e;
    }
  }

  ServerVersion version(Side side) {
    return side == Side.SOURCE ? sourceVersion : targetVersion;
  }

  /** Runs a query of two columns on one side. */
  List<Row> rows(Side side, String sql) throws SQLException {
    try (PreparedStatement statement = connection(side).prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      List<Row> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(new Row(text(result, 1), text(result, 2)));
      }
      return rows;
    }
  }

  /** The error to end with if a failed query means that a server is gone. */
  MigrationException lost(String what, SQLException e) {
    return lost(source, target, what, e);
  }

  @Override
  public void close() {
    closeQuietly(target);
    closeQuietly(source);
  }

  private Connection connection(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  private static void prepare(
      Connection connection, Side side, MigrationId id, Set<Integer> proxyPids, Duration budget)
      throws SQLException {
    String pids = proxyPids.stream().map(String::valueOf).collect(Collectors.joining(","));
    String sql =
        "SELECT set_config('default_transaction_read_only', 'on', false),"
            + " set_config('statement_timeout', ?, false),"
            + " set_config('daybreak.side', ?, false),"
            + " set_config('daybreak.channels', ?, false),"
            + " set_config('daybreak.proxy_pids', ?, false)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, Long.toString(budget.toMillis()));
      statement.setString(2, side.name().toLowerCase(Locale.ROOT));
      statement.setString(3, "daybreak_" + id + "_");
      statement.setString(4, pids);
      statement.execute();
    }
  }

  private static MigrationException lost(
      Connection source, Connection target, String what, SQLException e) {
    boolean targetGone = alive(source) && !alive(target);
    return ServerErrors.translate(targetGone ? Side.TARGET : Side.SOURCE, what, e);
  }

  private static boolean alive(Connection connection) {
    try {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private static String text(ResultSet result, int column) throws SQLException {
    String value = result.getString(column);
    return value == null ? "" : value;
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // A session that cannot be closed is gone already.
    }
  }
}
