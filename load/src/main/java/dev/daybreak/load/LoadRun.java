package dev.daybreak.load;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.ServerErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run's workers over one queue of chunks, largest first. The first failure ends all. */
final class LoadRun {
  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);
  private static final long END_SECONDS = 10;

  private final List<Sessions> sessions;
  private final Lsn snapshot;
  private final Meter meter;
  private final Queue<Chunk> chunks;
  private final Map<TableId, AtomicInteger> missing = new HashMap<>();
  private final Map<TableId, Integer> counts = new HashMap<>();

  LoadRun(List<Sessions> sessions, Lsn snapshot, Meter meter, List<Chunk> chunks) {
    this.sessions = sessions;
    this.snapshot = snapshot;
    this.meter = meter;
    List<Chunk> longestFirst = new ArrayList<>(chunks);
    longestFirst.sort(Comparator.comparingLong(Chunk::pages).reversed());
    this.chunks = new ConcurrentLinkedQueue<>(longestFirst);
    for (Chunk chunk : chunks) {
      counts.merge(chunk.table().id(), 1, Integer::sum);
    }
    counts.forEach((table, count) -> missing.put(table, new AtomicInteger(count)));
  }

  /** Copies all chunks; waits for the workers to end, also after a failure. */
  void run() {
    AtomicInteger number = new AtomicInteger();
    ExecutorService workers =
        Executors.newFixedThreadPool(
            sessions.size(),
            task -> {
              Thread thread = new Thread(task, "daybreak-load-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    try {
      ExecutorCompletionService<Boolean> running = new ExecutorCompletionService<>(workers);
      sessions.forEach(pair -> running.submit(() -> work(pair)));
      for (int i = 0; i < sessions.size(); i++) {
        running.take().get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof MigrationException known
          ? known
          : new MigrationException(
              ErrorCode.INVARIANT, "a load worker broke", "Report this with the log.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(ErrorCode.INTERRUPTED, "the load was interrupted", "", e);
    } finally {
      end(workers);
    }
  }

  private void end(ExecutorService workers) {
    workers.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      if (!workers.awaitTermination(100, TimeUnit.MILLISECONDS)) {
        sessions.forEach(Sessions::abort);
        workers.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean work(Sessions pair) {
    ChunkCopy copy = new ChunkCopy(pair, meter);
    Chunk chunk = chunks.poll();
    while (chunk != null && !Thread.currentThread().isInterrupted()) {
      one(pair, copy, chunk);
      chunk = chunks.poll();
    }
    if (chunk != null) {
      throw new MigrationException(ErrorCode.INTERRUPTED, "the load was interrupted", "");
    }
    return true;
  }

  private void one(Sessions pair, ChunkCopy copy, Chunk chunk) {
    Journal.Copied copied = copy.copy(chunk);
    TableId table = chunk.table().id();
    try {
      Journal.chunk(pair.target(), chunk, snapshot, copied);
      pair.target().commit();
      if (missing.get(table).decrementAndGet() == 0) {
        Journal.done(pair.target(), table, counts.get(table));
        pair.target().commit();
        LOG.info("load=table-done table={} chunks={}", table, counts.get(table));
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot finish table " + table, e);
    }
  }
}
