package dev.daybreak.postgres;

import dev.daybreak.kernel.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The schema {@code daybreak} that an applying side carries: what is durable there commits with the
 * work it names. Every reader of user objects leaves this schema out.
 */
public final class MetadataSchema {
  /** The schema's name; reserved. */
  public static final String NAME = "daybreak";

  private static final String DDL =
      """
      CREATE SCHEMA IF NOT EXISTS daybreak;
      CREATE TABLE IF NOT EXISTS daybreak.applied (
        channel text PRIMARY KEY,
        position pg_lsn NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
      CREATE TABLE IF NOT EXISTS daybreak.load_table (
        schema_name text NOT NULL,
        table_name text NOT NULL,
        snapshot_position pg_lsn NOT NULL,
        done boolean NOT NULL,
        row_count bigint NOT NULL DEFAULT 0,
        byte_count bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (schema_name, table_name));
      CREATE TABLE IF NOT EXISTS daybreak.load_chunk (
        schema_name text NOT NULL,
        table_name text NOT NULL,
        chunk integer NOT NULL,
        lower_bound text NOT NULL,
        upper_bound text NOT NULL,
        snapshot_position pg_lsn NOT NULL,
        row_count bigint NOT NULL,
        byte_count bigint NOT NULL,
        finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (schema_name, table_name, chunk));
      CREATE TABLE IF NOT EXISTS daybreak.schema_object (
        ordinal bigint GENERATED ALWAYS AS IDENTITY,
        object text NOT NULL,
        statement_digest text PRIMARY KEY,
        applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
      CREATE TABLE IF NOT EXISTS daybreak.table_mark (
        schema_name text NOT NULL,
        table_name text NOT NULL,
        table_oid bigint NOT NULL,
        file_node bigint NOT NULL,
        shape text NOT NULL,
        writers text NOT NULL,
        columns text NOT NULL,
        stopped boolean NOT NULL DEFAULT false,
        PRIMARY KEY (schema_name, table_name));
      CREATE TABLE IF NOT EXISTS daybreak.column_alias (
        schema_name text NOT NULL,
        table_name text NOT NULL,
        was text NOT NULL,
        now text NOT NULL,
        valid_before pg_lsn NOT NULL,
        PRIMARY KEY (schema_name, table_name, was, valid_before));
      CREATE TABLE IF NOT EXISTS daybreak.addition (
        kind text NOT NULL,
        object text NOT NULL,
        undo text NOT NULL,
        PRIMARY KEY (kind, object));
      """;

  private MetadataSchema() {}

  /** Creates the schema if it is not there; idempotent, in one transaction of its own. */
  public static void ensure(Connection connection) throws SQLException {
    boolean auto = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(hashtext('daybreak metadata'))");
      statement.execute(DDL);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(auto);
    }
  }

  /** The statements {@link #ensure} runs, for dry runs. */
  public static String ddl() {
    return DDL;
  }

  /** The applied position of a channel, read in the connection's present transaction. */
  public static Optional<Lsn> applied(Connection connection, String channel) throws SQLException {
    String sql = "SELECT position::text FROM daybreak.applied WHERE channel = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, channel);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(Lsn.parse(row.getString(1))) : Optional.empty();
      }
    }
  }
}
