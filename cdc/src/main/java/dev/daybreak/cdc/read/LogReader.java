package dev.daybreak.cdc.read;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.LogStream;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a slot, puts transactions together and queues them. Waits only for room in the queue, and
 * keeps the server informed meanwhile. A lost connection is opened anew behind the last transaction
 * queued. Runs in a thread of its own until interrupted.
 */
public final class LogReader implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final Set<String> SLOT_LOST =
      Set.of(SqlStates.UNDEFINED_OBJECT, SqlStates.OBJECT_NOT_IN_STATE, "58P01");
  private static final long OFFER_MILLIS = 500;
  private static final long IDLE_MILLIS_MAX = 5;
  private static final Duration SILENCE_MAX = Duration.ofSeconds(120);

  private final StreamSpec spec;
  private final TransactionQueue queue;
  private final Listener listener;
  private final Limits limits;
  private final Patience patience;
  private final AtomicReference<Lsn> confirmed;
  private Lsn next;

  /**
   * @param next position from which transactions are wanted
   */
  public LogReader(
      StreamSpec spec, Lsn next, TransactionQueue queue, Listener listener, Limits limits) {
    this.spec = spec;
    this.next = next;
    this.queue = queue;
    this.listener = listener;
    this.limits = limits;
    this.patience = new Patience(limits.patience());
    this.confirmed = new AtomicReference<>(next);
  }

  /** Lets the server forget what lies before the position. From any thread. */
  public void confirm(Lsn position) {
    confirmed.set(position);
  }

  @Override
  public void run() {
    try {
      boolean again = true;
      while (again && !Thread.currentThread().isInterrupted()) {
        again = session();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (MigrationException e) {
      listener.failed(e);
    } catch (UncheckedIOException e) {
      listener.failed(
          new MigrationException(
              ErrorCode.IO_FAILED,
              "a large transaction cannot be kept on disk: " + e.getMessage(),
              "Free space in the temporary directory.",
              e));
    } catch (RuntimeException e) {
      listener.failed(
          new MigrationException(
              ErrorCode.INVARIANT,
              "the log reader of " + spec.channel() + " broke: " + e.getClass().getName(),
              "",
              e));
    }
  }

  /** One connection's life; whether there shall be another. */
  private boolean session() throws InterruptedException {
    try (Assembler assembler = new Assembler(limits.spillBytes(), limits.spillDirectory());
        LogStream stream = LogStream.open(spec.from(), spec.channel(), spec.publication(), next)) {
      LOG.info("stream=opened channel={} position={}", spec.channel(), next);
      listener.reading("");
      pump(stream, assembler);
      return true;
    } catch (SQLException e) {
      return recover(e);
    }
  }

  private boolean recover(SQLException e) throws InterruptedException {
    String state = String.valueOf(e.getSQLState());
    if (SLOT_LOST.contains(state)) {
      throw new MigrationException(
          ErrorCode.SOURCE_SLOT_LOST,
          "the slot "
              + spec.channel()
              + " on "
              + spec.from()
              + " cannot be read any more: "
              + ServerErrors.text(e),
          "Abort this migration and start it anew: changes are missing.",
          e);
    }
    boolean retry = SqlStates.isTransient(state) || state.equals(SqlStates.OBJECT_IN_USE);
    MigrationException error =
        ServerErrors.translate(Side.SOURCE, "reading slot " + spec.channel() + " failed", e);
    listener.reading(error.getMessage());
    LOG.warn("stream=lost channel={} state={} position={}", spec.channel(), state, next);
    if (!retry || !patience.pause()) {
      throw error;
    }
    return true;
  }

  private void pump(LogStream stream, Assembler assembler)
      throws SQLException, InterruptedException {
    long idle = 0;
    long heard = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      stream.confirm(confirmed.get());
      ByteBuffer message = stream.poll();
      if (message != null) {
        idle = 0;
        heard = System.nanoTime();
        enqueue(stream, assembler.accept(message));
      } else if (stream.ended() || System.nanoTime() - heard > SILENCE_MAX.toNanos()) {
        throw new SQLException("the server ended the stream or fell silent", "08006");
      } else {
        idle = Math.min(idle + 1, IDLE_MILLIS_MAX);
        Thread.sleep(idle);
      }
    }
    throw new InterruptedException();
  }

  private void enqueue(LogStream stream, @Nullable ReceivedTransaction transaction)
      throws SQLException, InterruptedException {
    if (transaction == null) {
      return;
    }
    if (transaction.commit().isBefore(next)) {
      // already queued or applied: announcements alone still matter
      throw new MigrationException(
          ErrorCode.SOURCE_PROTOCOL,
          "the slot " + spec.channel() + " goes back to " + transaction.commit(),
          "Report this with the version of the source.");
    }
    while (!queue.offer(transaction, OFFER_MILLIS)) {
      stream.confirm(confirmed.get());
      stream.flush();
    }
    patience.progressed();
    next = new Lsn(transaction.commit().value() + 1);
    listener.received(transaction);
  }

  /** What a reader may use. */
  public record Limits(int spillBytes, Path spillDirectory, Duration patience) {}

  /** Who is told what the reader does. Called from the reader's thread. */
  public interface Listener {
    /** A transaction was queued. */
    void received(ReceivedTransaction transaction);

    /** Why nothing is read, or empty. */
    void reading(String trouble);

    /** The reader has ended for good. */
    void failed(MigrationException error);
  }
}
