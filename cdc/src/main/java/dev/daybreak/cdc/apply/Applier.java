package dev.daybreak.cdc.apply;

import dev.daybreak.cdc.read.Decoder;
import dev.daybreak.cdc.read.Patience;
import dev.daybreak.cdc.read.ReceivedTransaction;
import dev.daybreak.cdc.read.TransactionQueue;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies queued transactions in commit order, one or several whole ones in a target transaction.
 * Whether a target transaction whose commit was not answered has happened is read from the target
 * itself. Runs in a thread of its own until interrupted.
 */
public final class Applier implements Runnable {
  /** Past every position: nothing is held back. */
  public static final Lsn NO_LIMIT = new Lsn(-1L);

  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
  private static final long TAKE_MILLIS = 20;
  private static final int CARRY_MAX = 1_000;
  private static final long CARRY_NANOS_MAX = 2_000_000_000L;

  private final StreamSpec spec;
  private final TransactionQueue queue;
  private final Listener listener;
  private final int batchChanges;
  private final Patience patience;
  private final Decoder decoder = new Decoder();
  private volatile Limit limit = new Limit(0, NO_LIMIT);
  private @Nullable TargetSession session;
  private @Nullable BatchWriter writer;
  private final List<ReceivedTransaction> inHand = new ArrayList<>();
  private long carriedSince;
  private Lsn applied;

  /**
   * @param applied position the target carries now
   */
  public Applier(
      StreamSpec spec,
      Lsn applied,
      TransactionQueue queue,
      Listener listener,
      int batchChanges,
      Duration patience) {
    this.spec = spec;
    this.applied = applied;
    this.queue = queue;
    this.listener = listener;
    this.batchChanges = batchChanges;
    this.patience = new Patience(patience);
  }

  /**
   * Applies nothing that commits at or past the position, from the next batch on. For one caller at
   * a time.
   *
   * @return a ticket; {@link Listener#idle} says when the limit is obeyed
   */
  public long limit(Lsn position) {
    Limit next = new Limit(limit.ticket() + 1, position);
    limit = next;
    return next.ticket();
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (MigrationException e) {
      listener.failed(e);
    } catch (RuntimeException e) {
      listener.failed(
          new MigrationException(
              ErrorCode.INVARIANT,
              "the applier of " + spec.channel() + " broke: " + e.getClass().getName(),
              "Report this with the log.",
              e));
    } finally {
      disconnect();
    }
  }

  private void turn() throws InterruptedException {
    Limit now = limit;
    TransactionQueue.Taken taken = queue.take(now.position(), batchChanges, TAKE_MILLIS);
    carry(taken.transactions());
    if (worthCommit()) {
      List<ReceivedTransaction> batch = List.copyOf(inHand);
      inHand.clear();
      apply(batch);
    }
    if (taken.transactions().isEmpty() || taken.limitReached()) {
      listener.idle(now.ticket(), taken.limitReached());
      if (taken.limitReached()) {
        Thread.sleep(1);
      }
    }
  }

  private void carry(List<ReceivedTransaction> taken) {
    if (inHand.isEmpty()) {
      carriedSince = System.nanoTime();
    }
    inHand.addAll(taken);
  }

  /**
   * Whether what is in hand deserves a target transaction. Echoes and empty transactions ride along
   * with the next one, or two streams in opposite directions would answer each other for ever.
   */
  private boolean worthCommit() {
    for (ReceivedTransaction transaction : inHand) {
      if (!transaction.idle()) {
        return true;
      }
    }
    boolean late = System.nanoTime() - carriedSince > CARRY_NANOS_MAX;
    return !inHand.isEmpty() && (late || inHand.size() >= CARRY_MAX);
  }

  private void apply(List<ReceivedTransaction> batch) throws InterruptedException {
    Lsn to = batch.get(batch.size() - 1).commit();
    decoder.mark();
    long changes = -1;
    while (changes < 0) {
      try {
        changes = attempt(batch, to);
      } catch (SQLException e) {
        decoder.reset();
        recover(StatementRuns.unwrap(e));
      }
    }
    applied = to;
    patience.progressed();
    listener.applied(batch, changes);
    batch.forEach(ReceivedTransaction::close);
  }

  private long attempt(List<ReceivedTransaction> batch, Lsn to) throws SQLException {
    TargetSession target = session;
    BatchWriter rows = writer;
    if (target == null || rows == null) {
      target = connect();
      rows = new BatchWriter(target.connection(), spec.from(), decoder);
      writer = rows;
      Lsn found = target.applied();
      if (found.equals(to)) {
        return skim(batch);
      }
      if (!found.equals(applied)) {
        throw MigrationException.bug(
            "channel " + spec.channel() + " stands at " + found + " and not at " + applied);
      }
    }
    target.begin(applied, to);
    long changes = rows.write(batch);
    target.commit(applied, to);
    return changes;
  }

  /** The batch had been committed after all: only its announcements are still of use. */
  private long skim(List<ReceivedTransaction> batch) throws SQLException {
    long changes = 0;
    for (ReceivedTransaction transaction : batch) {
      transaction.log().forEach(decoder::decode);
      changes += transaction.changes();
    }
    LOG.info("apply=found-committed channel={} transactions={}", spec.channel(), batch.size());
    return changes;
  }

  private TargetSession connect() throws SQLException {
    TargetSession opened = TargetSession.open(spec);
    session = opened;
    LOG.info("apply=connected channel={} position={}", spec.channel(), applied);
    listener.applying("");
    return opened;
  }

  private void recover(SQLException e) throws InterruptedException {
    String state = String.valueOf(e.getSQLState());
    MigrationException error =
        ServerErrors.translate(Side.TARGET, "applying to " + spec.to() + " failed", e);
    LOG.warn("apply=failed channel={} state={} position={}", spec.channel(), state, applied);
    disconnect();
    if (!SqlStates.isTransient(state) || !patience.pause()) {
      throw error;
    }
    listener.applying(String.valueOf(error.getMessage()));
  }

  private void disconnect() {
    writer = null;
    if (session != null) {
      session.close();
      session = null;
    }
  }

  private record Limit(long ticket, Lsn position) {}

  /** Who is told what the applier does. Called from the applier's thread. */
  public interface Listener {
    /** The transactions are durable on the target. */
    void applied(List<ReceivedTransaction> batch, long changes);

    /**
     * Nothing is in hand.
     *
     * @param ticket of the limit that was obeyed
     * @param reached whether the next transaction lies at or past it
     */
    void idle(long ticket, boolean reached);

    /** Why nothing is applied, or empty. */
    void applying(String trouble);

    /** The applier has ended for good. */
    void failed(MigrationException error);
  }
}
