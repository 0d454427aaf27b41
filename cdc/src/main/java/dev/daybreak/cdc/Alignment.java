package dev.daybreak.cdc;

import dev.daybreak.cdc.apply.Applier;
import dev.daybreak.kernel.AlignedCut;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.ChangeStream.HeldCut;
import dev.daybreak.kernel.stage.LoadStage.HeldSnapshot;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings both sides to the same history for a moment. (1) The applier is held where it is. (2) A
 * temporary slot names a position p and exports what committed before it. (3) The applier goes on
 * up to p; a sentinel behind p makes sure it learns that it is there. (4) While it is held again,
 * the target's snapshot is exported. (5) The applier goes on. Calls wait for one another.
 */
final class Alignment {
  private static final Logger LOG = LoggerFactory.getLogger(Alignment.class);

  private final StreamSpec spec;
  private final Applier applier;
  private final StreamState state;
  private final Sentinels sentinels;
  private final ReentrantLock turn = new ReentrantLock();

  Alignment(StreamSpec spec, Applier applier, StreamState state, Sentinels sentinels) {
    this.spec = spec;
    this.applier = applier;
    this.state = state;
    this.sentinels = sentinels;
  }

  HeldCut align(Duration budget) {
    long deadline = System.nanoTime() + budget.toNanos();
    acquire(deadline);
    try {
      state.paused("held for an aligned cut");
      state.awaitHeld(applier.limit(Lsn.ZERO), false, left(deadline));
      return held(deadline);
    } finally {
      applier.limit(Applier.NO_LIMIT);
      state.paused("");
      turn.unlock();
    }
  }

  private HeldCut held(long deadline) {
    HeldSnapshot source = Snapshots.open(spec, left(deadline));
    try {
      Lsn position = source.point().position();
      long ticket = applier.limit(position);
      sentinels.mark();
      state.awaitHeld(ticket, true, left(deadline));
      Target target = export(position);
      LOG.info("cut=aligned channel={} position={}", spec.channel(), position);
      return new Cut(
          source,
          target.connection(),
          new AlignedCut(source.point(), target.snapshot(), spec.channel()));
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private Target export(Lsn position) {
    Lsn applied = state.applied();
    try {
      Connection connection = Connections.open(spec.to(), "cut " + spec.channel());
      try (Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        String snapshot = snapshot(statement);
        Lsn seen = MetadataSchema.applied(connection, spec.channel()).orElse(Lsn.ZERO);
        if (!seen.equals(applied) || !seen.isBefore(position)) {
          connection.close();
          throw MigrationException.bug(
              "a cut at " + position + " shows " + seen + " and not " + applied);
        }
        return new Target(connection, snapshot);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot export a snapshot on " + spec.to(), e);
    }
  }

  private static String snapshot(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")) {
      row.next();
      return row.getString(1);
    }
  }

  private void acquire(long deadline) {
    try {
      if (!turn.tryLock(left(deadline).toNanos(), TimeUnit.NANOSECONDS)) {
        throw new MigrationException(
            ErrorCode.TIMED_OUT,
            "another aligned cut of " + spec.channel() + " is being made",
            "Try again later.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(
          ErrorCode.INTERRUPTED, "waiting for a cut of " + spec.channel(), "", e);
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
  }

  private record Target(Connection connection, String snapshot) {}

  private record Cut(HeldSnapshot source, Connection target, AlignedCut cut) implements HeldCut {
    @Override
    public void close() {
      try {
        target.close();
      } catch (SQLException e) {
        LOG.warn("cut=close-failed state={}", e.getSQLState());
      } finally {
        source.close();
      }
    }
  }
}
