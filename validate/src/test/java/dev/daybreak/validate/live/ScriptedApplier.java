package dev.daybreak.validate.live;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Names;
import dev.daybreak.postgres.Connections;
import dev.daybreak.validate.TwoSides;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A mover made by hand: runs a script as one transaction on the source, learns its commit position,
 * and runs a script as one tagged transaction on the target. Faithful when both scripts are the
 * same; told otherwise it errs.
 */
final class ScriptedApplier implements AutoCloseable {
  private final TwoSides sides;
  private final Connection source;
  private final Connection target;
  private final String slot;
  private Lsn applied;

  ScriptedApplier(TwoSides sides) throws SQLException {
    this.sides = sides;
    source = Connections.open(sides.source(), "test");
    target = Connections.open(sides.target(), "test");
    slot = "applier_" + Long.toHexString(System.nanoTime());
    String publication = Names.quote(sides.spec.publication());
    try (Statement statement = source.createStatement()) {
      statement.execute("SET search_path = public");
      statement.execute("SET synchronous_commit = on");
      statement.execute("CREATE PUBLICATION " + publication + " FOR ALL TABLES");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT lsn FROM pg_create_logical_replication_slot('" + slot + "', 'pgoutput')")) {
        row.next();
        applied = Lsn.parse(row.getString(1));
      }
    }
    source.setAutoCommit(false);
    try (Statement statement = target.createStatement()) {
      statement.execute("SET search_path = public");
      statement.execute("SET synchronous_commit = on");
      statement.execute("UPDATE daybreak.applied SET position = '" + applied + "'");
    }
    target.setAutoCommit(false);
  }

  Lsn applied() {
    return applied;
  }

  /** Commits a transaction on the source; its commit position. */
  Lsn onSource(String... script) throws SQLException {
    run(source, script);
    source.commit();
    List<Lsn> commits = commits();
    return commits.get(commits.size() - 1);
  }

  /** Commits a tagged transaction on the target. */
  void onTarget(Lsn from, Lsn to, String... script) throws SQLException {
    String tag = sides.spec.channel() + " " + from + " " + to;
    run(target, "SELECT pg_logical_emit_message(true, 'daybreak', '" + tag + "')");
    run(target, script);
    run(target, "UPDATE daybreak.applied SET position = '" + to + "'");
    target.commit();
    applied = Lsn.max(applied, to);
  }

  /** Commits a transaction on the target that nobody tagged. */
  void rogue(String... script) throws SQLException {
    run(target, script);
    target.commit();
  }

  /** The same on both sides, as it should be. */
  Lsn follow(String... script) throws SQLException {
    Lsn commit = onSource(script);
    onTarget(applied, commit, script);
    return commit;
  }

  /** Passes over whatever is on the source without row changes, such as sentinels. */
  void sync() throws SQLException {
    List<Lsn> commits = commits();
    if (!commits.isEmpty()) {
      onTarget(applied, commits.get(commits.size() - 1));
    }
  }

  private List<Lsn> commits() throws SQLException {
    List<Lsn> commits = new ArrayList<>();
    try (Statement statement = source.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT data FROM pg_logical_slot_get_binary_changes('"
                    + slot
                    + "', NULL, NULL,"
                    + " 'proto_version', '1', 'messages', 'true', 'publication_names', "
                    + Names.literal(Names.quote(sides.spec.publication()))
                    + ")")) {
      while (row.next()) {
        ByteBuffer message = ByteBuffer.wrap(row.getBytes(1));
        if (message.get(0) == 'C') {
          commits.add(new Lsn(message.getLong(2)));
        }
      }
    }
    source.commit();
    return commits;
  }

  private static void run(Connection connection, String... script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : script) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    try (Statement statement = source.createStatement()) {
      statement.execute("SELECT pg_drop_replication_slot('" + slot + "')");
    }
    source.close();
    target.close();
  }
}
