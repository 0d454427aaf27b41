package dev.daybreak.cdc;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.LoadStage.HeldSnapshot;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.postgres.ReplicationDoor;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.ServerFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a stream needs on both sides, and how far it is there. One use, one thread.
 *
 * <p>The channel's row says up to which position everything is applied. At first that is the
 * position just before the slot's consistent point: a transaction may commit exactly there, and the
 * snapshot does not show it.
 */
final class Preparation {
  private static final int FIRST_RELEASE = 14;

  private final StreamSpec spec;
  private final CdcOptions options;
  private final Connection from;
  private final Connection to;

  Preparation(StreamSpec spec, CdcOptions options, Connection from, Connection to) {
    this.spec = spec;
    this.options = options;
    this.from = from;
    this.to = to;
  }

  /** What is missing, as the statements that add it. Reads only. */
  List<Addition> missing() throws SQLException {
    checkServer();
    List<Addition> missing = new ArrayList<>();
    boolean metadata = metadata();
    if (!metadata) {
      missing.add(new Addition(spec.to(), MetadataSchema.ddl().strip()));
    }
    for (ReplicaIdentities.Missing table : ReplicaIdentities.missing(from)) {
      missing.add(new Addition(spec.from(), table.sql()));
    }
    if (!published()) {
      missing.add(new Addition(spec.from(), publicationSql()));
    }
    boolean slot = ReplicationDoor.confirmed(from, spec.channel()).isPresent();
    if (!slot) {
      missing.add(new Addition(spec.from(), slotSql()));
    }
    if (!metadata || MetadataSchema.applied(to, spec.channel()).isEmpty()) {
      missing.add(
          new Addition(
              spec.to(),
              "INSERT INTO daybreak.applied (channel, position) VALUES ("
                  + Names.literal(spec.channel())
                  + ", "
                  + "<just before the slot's consistent point>)"));
    }
    return missing;
  }

  /** Adds what is missing. Idempotent. */
  void run() throws SQLException {
    checkServer();
    ensureMetadata();
    for (ReplicaIdentities.Missing table : ReplicaIdentities.missing(from)) {
      ReplicaIdentities.set(from, to, spec.from(), table);
    }
    if (!published()) {
      try (Statement statement = from.createStatement()) {
        statement.execute(publicationSql());
      }
    }
    slot();
  }

  private void ensureMetadata() {
    try {
      MetadataSchema.ensure(to);
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot create schema daybreak on " + spec.to(), e);
    }
  }

  private void slot() throws SQLException {
    boolean row = MetadataSchema.applied(to, spec.channel()).isPresent();
    boolean slot = ReplicationDoor.confirmed(from, spec.channel()).isPresent();
    if (row && slot) {
      checkPosition();
      return;
    }
    if (row) {
      throw lost("it does not exist any more");
    }
    if (slot) {
      ReplicationDoor.dropSlot(from, spec.channel());
    }
    try (HeldSnapshot created = Snapshots.permanent(spec, options.slotWait())) {
      insertRow(new Lsn(created.point().position().value() - 1));
    }
  }

  private void insertRow(Lsn position) throws SQLException {
    try (PreparedStatement statement =
        to.prepareStatement(
            "INSERT INTO daybreak.applied (channel, position) VALUES (?, ?::pg_lsn)")) {
      statement.setString(1, spec.channel());
      statement.setString(2, position.text());
      statement.executeUpdate();
    }
  }

  /**
   * The position applied, when the slot still holds all that comes after it.
   *
   * @throws MigrationException SOURCE_SLOT_LOST, WRONG_PHASE
   */
  Lsn checkPosition() throws SQLException {
    Lsn applied =
        (metadata() ? MetadataSchema.applied(to, spec.channel()) : Optional.<Lsn>empty())
            .orElseThrow(() -> notPrepared("its channel is not known on " + spec.to()));
    Lsn confirmed =
        ReplicationDoor.confirmed(from, spec.channel())
            .orElseThrow(() -> lost("it does not exist any more"));
    if (new Lsn(applied.value() + 1).isBefore(confirmed)) {
      throw lost("it was advanced to " + confirmed + ", and only " + applied + " is applied");
    }
    if (invalidated()) {
      throw lost("the server invalidated it: it kept more log than max_slot_wal_keep_size");
    }
    return applied;
  }

  /** Refuses to stream into tables whose copy is not finished. */
  void checkLoaded() throws SQLException {
    try (Statement statement = to.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM daybreak.load_table WHERE NOT done")) {
      row.next();
      if (row.getLong(1) > 0) {
        throw notPrepared(row.getLong(1) + " tables on " + spec.to() + " are not fully loaded");
      }
    }
  }

  private boolean invalidated() throws SQLException {
    String sql =
        "SELECT wal_status IS NOT DISTINCT FROM 'lost' FROM pg_replication_slots"
            + " WHERE slot_name = ?";
    try (PreparedStatement statement = from.prepareStatement(sql)) {
      statement.setString(1, spec.channel());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private boolean metadata() throws SQLException {
    try (Statement statement = to.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM unnest(ARRAY['applied', 'load_table', 'load_chunk',"
                    + " 'schema_object', 'addition']) AS t (name)"
                    + " WHERE to_regclass('daybreak.' || name) IS NULL")) {
      row.next();
      return row.getLong(1) == 0;
    }
  }

  private boolean published() throws SQLException {
    try (PreparedStatement statement =
        from.prepareStatement("SELECT 1 FROM pg_publication WHERE pubname = ?")) {
      statement.setString(1, spec.publication());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private String publicationSql() {
    return "CREATE PUBLICATION "
        + Names.quote(spec.publication())
        + " FOR ALL TABLES WITH (publish_via_partition_root = false)";
  }

  private String slotSql() {
    return "CREATE_REPLICATION_SLOT "
        + Names.quote(spec.channel())
        + " LOGICAL pgoutput EXPORT_SNAPSHOT";
  }

  private void checkServer() throws SQLException {
    if (!ServerFacts.version(from).atLeast(FIRST_RELEASE)) {
      throw new MigrationException(
          ErrorCode.UNSUPPORTED_VERSION,
          spec.from() + " runs PostgreSQL " + ServerFacts.version(from),
          "The change stream needs PostgreSQL 14 or later.");
    }
    String level = ServerFacts.setting(from, "wal_level");
    if (!level.equals("logical")) {
      throw new MigrationException(
          ErrorCode.SOURCE_WAL_LEVEL,
          "wal_level is " + level + " on " + spec.from(),
          "Set wal_level = logical and restart that server.");
    }
  }

  private MigrationException lost(String why) {
    return new MigrationException(
        ErrorCode.SOURCE_SLOT_LOST,
        "the slot " + spec.channel() + " on " + spec.from() + " is lost: " + why,
        "Abort this migration and start it anew: changes are missing.");
  }

  private MigrationException notPrepared(String why) {
    return new MigrationException(
        ErrorCode.WRONG_PHASE,
        "the stream " + spec.channel() + " cannot start: " + why,
        "Prepare the stream and finish the load first.");
  }
}
