package dev.daybreak.cdc;

import dev.daybreak.cdc.read.Prefixes;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes sentinels on the capturing side: transactions that hold nothing but a logical message with
 * the time they were sent at. Keeps one connection, opened when first needed. Thread-safe.
 */
final class Sentinels implements AutoCloseable {
  private static final int ANSWER_MILLIS_MAX = 10_000;

  private final StreamSpec spec;
  private final Clock clock;
  private @Nullable Connection connection;

  Sentinels(StreamSpec spec, Clock clock) {
    this.spec = spec;
    this.clock = clock;
  }

  /** When a sentinel was sent, by its content; empty when it is not one of ours. */
  static Optional<Instant> sentAt(String content) {
    try {
      return Optional.of(Instant.ofEpochMilli(Long.parseLong(content)));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes a sentinel and one more behind it, so that whoever reads the log learns that it is past
   * the first.
   *
   * @return a position after the first one's commit record and not after the second one's
   */
  synchronized Lsn mark() {
    try {
      write();
      Lsn position = end();
      write();
      return position;
    } catch (SQLException first) {
      return again();
    }
  }

  private Lsn again() {
    try {
      close();
      write();
      Lsn position = end();
      write();
      return position;
    } catch (SQLException e) {
      close();
      throw ServerErrors.translate(Side.SOURCE, "cannot write a sentinel on " + spec.from(), e);
    }
  }

  /** Writes one sentinel; tells how much log the channel's slot keeps. */
  synchronized long beat() throws SQLException {
    try {
      write();
      return retained();
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private Connection connected() throws SQLException {
    Connection current = connection;
    if (current == null) {
      current = Connections.open(spec.from(), "sentinel " + spec.channel());
      connection = current;
      current.setNetworkTimeout(Runnable::run, ANSWER_MILLIS_MAX);
      try (Statement statement = current.createStatement()) {
        statement.execute("SET synchronous_commit = local");
      }
    }
    return current;
  }

  private void write() throws SQLException {
    try (PreparedStatement statement =
        connected().prepareStatement("SELECT pg_logical_emit_message(true, ?, ?)")) {
      statement.setString(1, Prefixes.SENTINEL);
      statement.setString(2, Long.toString(clock.millis()));
      statement.execute();
    }
  }

  private Lsn end() throws SQLException {
    try (Statement statement = connected().createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_current_wal_insert_lsn()::text")) {
      row.next();
      return Lsn.parse(row.getString(1));
    }
  }

  private long retained() throws SQLException {
    String sql =
        """
        SELECT coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint
        FROM pg_replication_slots WHERE slot_name = ?
        """;
    try (PreparedStatement statement = connected().prepareStatement(sql)) {
      statement.setString(1, spec.channel());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // it is gone either way
      }
      connection = null;
    }
  }
}
