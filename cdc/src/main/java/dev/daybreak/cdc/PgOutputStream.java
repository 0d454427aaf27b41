package dev.daybreak.cdc;

import dev.daybreak.cdc.apply.Applier;
import dev.daybreak.cdc.read.LogReader;
import dev.daybreak.cdc.read.ReceivedTransaction;
import dev.daybreak.cdc.read.TransactionQueue;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.kernel.stage.StreamStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running stream: a reader, a bounded queue, an applier, and a heartbeat. The slot is confirmed
 * just past the last transaction durably applied, never further.
 */
final class PgOutputStream implements ChangeStream {
  private static final Logger LOG = LoggerFactory.getLogger(PgOutputStream.class);
  private static final long JOIN_MILLIS = 5_000;

  private final StreamSpec spec;
  private final StreamState state;
  private final TransactionQueue queue;
  private final Sentinels sentinels;
  private final Alignment alignment;
  private final List<Thread> threads = new ArrayList<>();

  private PgOutputStream(StreamSpec spec, CdcOptions options, Lsn applied) {
    Clock clock = Clock.systemUTC();
    this.spec = spec;
    this.state = new StreamState(spec.channel(), applied, clock);
    this.queue = new TransactionQueue(options.queueBytes());
    this.sentinels = new Sentinels(spec, clock);
    LogReader reader =
        new LogReader(
            spec,
            new Lsn(applied.value() + 1),
            queue,
            state,
            new LogReader.Limits(
                options.spillBytes(), options.spillDirectory(), options.patience()));
    Applier applier =
        new Applier(
            spec,
            applied,
            queue,
            new Confirming(state, reader),
            options.batchChanges(),
            options.patience());
    this.alignment = new Alignment(spec, applier, state, sentinels);
    thread("read", reader);
    thread("apply", applier);
    if (!options.heartbeat().isZero()) {
      thread("beat", new Heartbeat(sentinels, state, options.heartbeat()));
    }
  }

  /** Starts behind the applied position. */
  static PgOutputStream start(StreamSpec spec, CdcOptions options, Lsn applied) {
    PgOutputStream stream = new PgOutputStream(spec, options, applied);
    stream.threads.forEach(Thread::start);
    LOG.info("stream=started channel={} position={}", spec.channel(), applied);
    return stream;
  }

  private void thread(String role, Runnable work) {
    Thread thread = new Thread(work, "daybreak-" + role + "-" + spec.channel());
    thread.setDaemon(true);
    threads.add(thread);
  }

  @Override
  public StreamStatus status() {
    return state.status();
  }

  @Override
  public Optional<MigrationException> failure() {
    return state.failure();
  }

  @Override
  public Lsn sentinel() {
    return sentinels.mark();
  }

  @Override
  public void awaitApplied(Lsn position, Duration budget) {
    if (!state.receivedPast(position)) {
      sentinels.mark();
    }
    state.awaitApplied(position, budget);
  }

  @Override
  public HeldCut align(Duration budget) {
    return alignment.align(budget);
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join(JOIN_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    sentinels.close();
    queue.close();
    LOG.info("stream=closed channel={} position={}", spec.channel(), state.applied());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands the durable position back to the reader. */
  private record Confirming(StreamState state, LogReader reader) implements Applier.Listener {
    @Override
    public void applied(List<ReceivedTransaction> batch, long changes) {
      state.applied(batch, changes);
      reader.confirm(new Lsn(state.applied().value() + 1));
    }

    @Override
    public void idle(long ticket, boolean reached) {
      state.idle(ticket, reached);
    }

    @Override
    public void applying(String trouble) {
      state.applying(trouble);
    }

    @Override
    public void failed(MigrationException error) {
      state.failed(error);
    }
  }
}
