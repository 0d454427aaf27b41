package dev.daybreak.cdc.apply;

import dev.daybreak.cdc.read.Prefixes;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The applier's session on the target: triggers and foreign keys off, commits durable, and the
 * statements every target transaction begins and ends with. For one thread.
 */
final class TargetSession implements AutoCloseable {
  private static final String SETTINGS =
      """
      SET session_replication_role = replica;
      SET lock_timeout = '10s';
      SELECT set_config('synchronous_commit', 'on', false)
      WHERE current_setting('synchronous_commit') = 'off'
      """;

  private final StreamSpec spec;
  private final Connection connection;
  private final PreparedStatement tag;
  private final PreparedStatement advance;

  private TargetSession(StreamSpec spec, Connection connection) throws SQLException {
    this.spec = spec;
    this.connection = connection;
    this.tag = connection.prepareStatement("SELECT pg_logical_emit_message(true, ?, ?)");
    this.advance =
        connection.prepareStatement(
            """
            UPDATE daybreak.applied SET position = ?::pg_lsn, applied_at = clock_timestamp()
            WHERE channel = ? AND position = ?::pg_lsn
            """);
  }

  static TargetSession open(StreamSpec spec) throws SQLException {
    Connection connection = Connections.open(spec.to(), "apply " + spec.channel());
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
      connection.setAutoCommit(false);
      return new TargetSession(spec, connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  /** The position durably applied. */
  Lsn applied() throws SQLException {
    Lsn position =
        MetadataSchema.applied(connection, spec.channel())
            .orElseThrow(
                () ->
                    new MigrationException(
                        ErrorCode.WRONG_PHASE,
                        "channel " + spec.channel() + " is not known on " + spec.to(),
                        "Prepare the change stream first."));
    connection.commit();
    return position;
  }

  /** First statement of a target transaction: says which source range it carries. */
  void begin(Lsn from, Lsn to) throws SQLException {
    tag.setString(1, Prefixes.TAG);
    tag.setString(2, spec.channel() + " " + from + " " + to);
    tag.execute();
  }

  /** Last statement and commit. */
  void commit(Lsn from, Lsn to) throws SQLException {
    advance.setString(1, to.text());
    advance.setString(2, spec.channel());
    advance.setString(3, from.text());
    if (advance.executeUpdate() != 1) {
      connection.rollback();
      throw MigrationException.bug("somebody else applies channel " + spec.channel());
    }
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // it is gone either way
    }
  }
}
