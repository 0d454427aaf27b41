package dev.daybreak.validate.live;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the applying side readable by a tap: every table gets a replica identity (once published, a
 * table without one refuses updates), then everything is published. Idempotent; what is set is
 * noted in {@code daybreak.addition} there.
 */
public final class TargetPublication {
  private static final int LOCK_ATTEMPTS = 30;
  private static final String BARE =
      """
      SELECT n.nspname, c.relname, c.relreplident FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.relreplident <> 'f'
        AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'daybreak')
        AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisvalid
          AND CASE c.relreplident WHEN 'd' THEN i.indisprimary AND i.indimmediate
                                  WHEN 'i' THEN i.indisreplident ELSE false END)
      ORDER BY 1, 2""";

  private final StreamSpec spec;

  public TargetPublication(StreamSpec spec) {
    this.spec = spec;
  }

  /** Makes sure of both sides' publications; the source's must be there already. */
  public void ensure() {
    try (Connection from = Connections.open(spec.from(), "witness", Side.SOURCE)) {
      if (!isPublished(from)) {
        throw new MigrationException(
            ErrorCode.WRONG_PHASE,
            "publication " + spec.publication() + " does not exist on " + spec.from(),
            "Prepare the change stream before watching it.");
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.SOURCE, "cannot look for the publication", e);
    }
    try (Connection to = Connections.open(spec.to(), "witness", Side.TARGET)) {
      MetadataSchema.ensure(to);
      for (Bare table : bare(to)) {
        identify(to, table);
      }
      if (!isPublished(to)) {
        publish(to);
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot publish on " + spec.to(), e);
    }
  }

  /**
   * A table without a usable identity.
   *
   * @param setting its present setting, as the catalog's letter
   */
  private record Bare(TableId table, String setting) {
    String undo() {
      return "ALTER TABLE "
          + table.sql()
          + " REPLICA IDENTITY "
          + (setting.equals("d") ? "DEFAULT" : "NOTHING");
    }
  }

  private static List<Bare> bare(Connection connection) throws SQLException {
    List<Bare> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(BARE)) {
      while (row.next()) {
        TableId table = new TableId(row.getString(1), row.getString(2));
        tables.add(new Bare(table, row.getString(3)));
      }
    }
    return tables;
  }

  private void identify(Connection connection, Bare table) throws SQLException {
    Endpoint to = spec.to();
    String where = to.host() + ":" + to.port() + "/" + to.database() + " ";
    try (PreparedStatement note =
        connection.prepareStatement(
            "INSERT INTO daybreak.addition (kind, object, undo)"
                + " VALUES ('replica_identity', ?, ?) ON CONFLICT DO NOTHING")) {
      note.setString(1, where + table.table());
      note.setString(2, table.undo());
      note.executeUpdate();
    }
    patiently(connection, "ALTER TABLE " + table.table().sql() + " REPLICA IDENTITY FULL");
  }

  private void publish(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE PUBLICATION "
              + Names.quote(spec.publication())
              + " FOR ALL TABLES WITH (publish_via_partition_root = false)");
    } catch (SQLException e) {
      if (!SqlStates.DUPLICATE_OBJECT.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private boolean isPublished(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT FROM pg_publication WHERE pubname = ?")) {
      statement.setString(1, spec.publication());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Short lock waits, again and again: a long one would queue the applier behind us. */
  private static void patiently(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '300ms'");
      int attempt = 1;
      while (!done(statement, sql, attempt)) {
        attempt++;
      }
    }
  }

  private static boolean done(Statement statement, String sql, int attempt) throws SQLException {
    try {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      boolean busy = SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState());
      if (!busy || attempt >= LOCK_ATTEMPTS) {
        throw e;
      }
      return false;
    }
  }
}
