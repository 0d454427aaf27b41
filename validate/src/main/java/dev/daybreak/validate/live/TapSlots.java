package dev.daybreak.validate.live;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.postgres.ReplicationDoor;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SlotSession;
import dev.daybreak.validate.core.match.Matcher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two slots of a watch: made, found again, dropped. Stateless but for its spec. */
public final class TapSlots {
  private static final Logger LOG = LoggerFactory.getLogger(TapSlots.class);

  private final StreamSpec spec;

  public TapSlots(StreamSpec spec) {
    this.spec = spec;
  }

  String sourceSlot() {
    return spec.channel() + "_ts";
  }

  String targetSlot() {
    return spec.channel() + "_tt";
  }

  /**
   * Where to go on from slots of an earlier watch, or empty when they are not both whole: then no
   * gap-free continuation exists.
   *
   * @param watchedSince what the earlier watch noted
   * @param begun where the source's slot was when that watch began, or null when not known: a slot
   *     that is still there was never confirmed
   */
  Optional<Matcher.Start> existing(@Nullable Lsn watchedSince, @Nullable Lsn begun) {
    Optional<Lsn> source = confirmed(spec.from(), Side.SOURCE, sourceSlot());
    Optional<Lsn> target = confirmed(spec.to(), Side.TARGET, targetSlot());
    return source.isPresent() && target.isPresent()
        ? Optional.of(resumed(source.get(), watchedSince, begun))
        : Optional.empty();
  }

  private static Matcher.Start resumed(
      Lsn source, @Nullable Lsn watchedSince, @Nullable Lsn begun) {
    boolean confirmed = begun != null && begun.isBefore(source);
    return new Matcher.Start(source, null, true, watchedSince, confirmed);
  }

  /**
   * Makes the source's ahead of the watch, unless it is there: what happens from now on is kept for
   * {@link #create}.
   */
  public void prepare() {
    if (confirmed(spec.from(), Side.SOURCE, sourceSlot()).isEmpty()) {
      createSource();
    }
  }

  /**
   * Makes the target's anew, and the source's unless it was prepared. The source's comes first, so
   * that what the target shows later is known.
   */
  Matcher.Start create() {
    drop(spec.to(), Side.TARGET, targetSlot());
    Lsn source = confirmed(spec.from(), Side.SOURCE, sourceSlot()).orElseGet(this::createSource);
    try (SlotSession slot =
        ReplicationDoor.createSlot(spec.to(), targetSlot(), false, Side.TARGET)) {
      Lsn applied = applied(slot.point().snapshot()).orElse(null);
      LOG.info(
          "event=watch-slots channel={} source={} target={} applied={}",
          spec.channel(),
          source,
          slot.point().position(),
          applied);
      return new Matcher.Start(source, applied, false, null);
    }
  }

  private Lsn createSource() {
    drop(spec.from(), Side.SOURCE, sourceSlot());
    try (SlotSession slot =
        ReplicationDoor.createSlot(spec.from(), sourceSlot(), false, Side.SOURCE)) {
      return slot.point().position();
    }
  }

  /** Drops both, where they are; idempotent. */
  public void drop() {
    drop(spec.from(), Side.SOURCE, sourceSlot());
    drop(spec.to(), Side.TARGET, targetSlot());
  }

  private Optional<Lsn> applied(String snapshot) {
    try (Connection connection = Connections.open(spec.to(), "witness", Side.TARGET);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SET TRANSACTION SNAPSHOT " + Names.literal(snapshot));
      return MetadataSchema.applied(connection, spec.channel());
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot read the applied position", e);
    }
  }

  private static Optional<Lsn> confirmed(Endpoint endpoint, Side side, String slot) {
    String sql =
        """
        SELECT confirmed_flush_lsn::text FROM pg_replication_slots
        WHERE slot_name = ? AND wal_status IS DISTINCT FROM 'lost'
        AND confirmed_flush_lsn IS NOT NULL AND database = current_database()""";
    try (Connection connection = Connections.open(endpoint, "witness", side);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, slot);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(Lsn.parse(row.getString(1))) : Optional.empty();
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot look at slot " + slot, e);
    }
  }

  private static void drop(Endpoint endpoint, Side side, String slot) {
    try (Connection connection = Connections.open(endpoint, "witness", side)) {
      ReplicationDoor.dropSlot(connection, slot);
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot drop slot " + slot, e);
    }
  }
}
