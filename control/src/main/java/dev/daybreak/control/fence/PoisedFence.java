package dev.daybreak.control.fence;

import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A fence that can be raised at once: its session is open. Used by one thread at a time. */
public final class PoisedFence implements AutoCloseable {
  private final DatabaseFence fence;
  private final Connection connection;
  private final Map<Integer, String> seen;
  private boolean raised;

  PoisedFence(DatabaseFence fence, Connection connection) throws SQLException {
    this.fence = fence;
    this.connection = connection;
    this.seen = FenceSql.sessions(connection);
  }

  /**
   * Ends the sessions that come past the proxies, so that their transactions do not keep the fence
   * waiting. Only those are ended that were there when this was made and that no proxy has called
   * its own since: a session that has just come may belong to a proxy that has not said so yet.
   *
   * @param proxyPids the proxies' sessions as reported since then
   * @return one line for each session found, with its user, address, application and the age of its
   *     last query
   */
  public List<String> endForeigners(Set<Integer> proxyPids) {
    List<String> lines = new ArrayList<>();
    try {
      for (Map.Entry<Integer, String> session : seen.entrySet()) {
        if (!proxyPids.contains(session.getKey())) {
          end(session.getKey(), session.getValue(), lines);
        }
      }
    } catch (SQLException e) {
      lines.add("sessions past the proxies were not ended: " + ServerErrors.text(e));
    }
    return lines;
  }

  private void end(int pid, String since, List<String> lines) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FenceSql.END)) {
      statement.setInt(1, pid);
      statement.setString(2, since);
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          lines.add(row.getString(1));
        }
      }
    }
  }

  /** Raises the fence over the open session; over a new one if that was lost. */
  public HeldFence raise(Duration budget) {
    raised = DatabaseFence.answers(connection);
    return raised ? fence.raise(connection, budget) : fence.raise(budget);
  }

  /** Lets go of the session unless the fence stands on it. */
  @Override
  public void close() {
    if (!raised) {
      DatabaseFence.close(connection);
    }
  }
}
