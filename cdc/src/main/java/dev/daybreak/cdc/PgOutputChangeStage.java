package dev.daybreak.cdc;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.ChangeStage;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.LoadStage;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.postgres.ReplicationDoor;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The change stage over {@code pgoutput}: a publication for all tables, one slot per stream, the
 * applied position in the applying database. Thread-safe. In its errors "source" is the capturing
 * side, whichever end of the migration that is.
 */
public final class PgOutputChangeStage implements ChangeStage {
  private static final Logger LOG = LoggerFactory.getLogger(PgOutputChangeStage.class);

  private final CdcOptions options;

  public PgOutputChangeStage(CdcOptions options) {
    this.options = options;
  }

  @Override
  public List<String> additions(StreamSpec spec) {
    return with(spec, "look at " + spec.channel(), preparation -> preparation.missing()).stream()
        .map(Addition::line)
        .toList();
  }

  @Override
  public void prepare(StreamSpec spec) {
    with(
        spec,
        "prepare " + spec.channel(),
        preparation -> {
          preparation.run();
          return true;
        });
    LOG.info("cdc=prepared channel={}", spec.channel());
  }

  @Override
  public LoadStage.HeldSnapshot snapshot(StreamSpec spec) {
    return Snapshots.open(spec, options.slotWait());
  }

  @Override
  public ChangeStream start(StreamSpec spec) {
    Lsn applied =
        with(
            spec,
            "start " + spec.channel(),
            preparation -> {
              Lsn position = preparation.checkPosition();
              preparation.checkLoaded();
              return position;
            });
    return PgOutputStream.start(spec, options, applied);
  }

  @Override
  public void dismantle(StreamSpec spec) {
    withConnection(
        spec.to(),
        Side.TARGET,
        "dismantle " + spec.channel(),
        to -> {
          if (hasMetadata(to)) {
            deleteChannel(to, spec.channel());
          }
        });
    withConnection(
        spec.from(),
        Side.SOURCE,
        "dismantle " + spec.channel(),
        from -> ReplicationDoor.dropSlot(from, spec.channel()));
    LOG.info("cdc=dismantled channel={}", spec.channel());
  }

  @Override
  public void purge(StreamSpec spec) {
    String what = "purge " + spec.id();
    withConnection(
        spec.from(),
        Side.SOURCE,
        what,
        from ->
            withConnection(
                spec.to(),
                Side.TARGET,
                what,
                to -> {
                  unpublish(from, spec.publication());
                  unpublish(to, spec.publication());
                  for (Connection notes : List.of(to, from)) {
                    undo(notes, from, spec.from());
                    undo(notes, to, spec.to());
                  }
                  forget(from);
                  forget(to);
                }));
    LOG.info("cdc=purged migration={}", spec.id());
  }

  private static void undo(Connection notes, Connection there, Endpoint where) throws SQLException {
    if (hasMetadata(notes)) {
      ReplicaIdentities.undo(notes, there, where);
    }
  }

  /** Comes before identities are taken away: a published table without one refuses updates. */
  private static void unpublish(Connection connection, String publication) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET client_min_messages = warning");
      statement.execute("DROP PUBLICATION IF EXISTS " + Names.quote(publication));
    }
  }

  private static void forget(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + MetadataSchema.NAME + " CASCADE");
    }
  }

  private static void deleteChannel(Connection to, String channel) throws SQLException {
    try (PreparedStatement statement =
        to.prepareStatement("DELETE FROM daybreak.applied WHERE channel = ?")) {
      statement.setString(1, channel);
      statement.executeUpdate();
    }
  }

  private static boolean hasMetadata(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT to_regclass('daybreak.applied') IS NOT NULL"
                    + " AND to_regclass('daybreak.addition') IS NOT NULL")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private <T> T with(StreamSpec spec, String what, OnPreparation<T> work) {
    try (Connection from = Connections.open(spec.from(), what, Side.SOURCE);
        Connection to = Connections.open(spec.to(), what, Side.TARGET)) {
      return work.run(new Preparation(spec, options, from, to));
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.SOURCE, "cannot " + what, e);
    }
  }

  private static void withConnection(Endpoint endpoint, Side side, String what, OnConnection work) {
    try (Connection connection = Connections.open(endpoint, what, side)) {
      work.run(connection);
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot " + what + " on " + endpoint, e);
    }
  }

  @FunctionalInterface
  private interface OnPreparation<T> {
    T run(Preparation preparation) throws SQLException;
  }

  @FunctionalInterface
  private interface OnConnection {
    void run(Connection connection) throws SQLException;
  }
}
