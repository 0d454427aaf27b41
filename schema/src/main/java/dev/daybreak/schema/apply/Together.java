package dev.daybreak.schema.apply;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.schema.plan.PlannedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements of one parallel stage, each run by whichever connection is free, in the order
 * given. One that the target refuses does not keep the others from being done: it is thrown when
 * they are. Anything else (a lost connection, a request to stop) ends the work after the statements
 * in hand. One use.
 */
final class Together {
  private static final Logger LOG = LoggerFactory.getLogger(Together.class);
  private static final int CONNECTIONS_MIN = 2;
  static final int CONNECTIONS_MAX = 4;

  /** From here on building indexes takes longer than what more connections cost a small server. */
  private static final long LARGE_BYTES = 256L << 20;

  private static final long GLANCE_SECONDS = 1;

  private final List<PlannedStatement> statements;
  private final BiConsumer<Session, PlannedStatement> step;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Queue<MigrationException> refused = new ConcurrentLinkedQueue<>();

  Together(List<PlannedStatement> statements, BiConsumer<Session, PlannedStatement> step) {
    this.statements = statements;
    this.step = step;
  }

  /** How many connections the work is worth, up to a limit. */
  int connections(int limit) {
    long bytes = statements.stream().mapToLong(PlannedStatement::costBytes).sum();
    int worth = bytes >= LARGE_BYTES ? CONNECTIONS_MAX : CONNECTIONS_MIN;
    return Math.min(Math.min(worth, limit), statements.size());
  }

  /**
   * Runs all of them; the calling thread works with the first connection.
   *
   * @throws MigrationException the first refusal, with the others suppressed
   */
  void run(Session first, List<Session> others) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.max(1, others.size()),
            task -> {
              Thread thread = new Thread(task, "daybreak-schema-apply");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> running = new ArrayList<>();
      others.forEach(session -> running.add(pool.submit(() -> drain(session))));
      try {
        drain(first);
      } finally {
        awaitAll(running);
      }
    } finally {
      pool.shutdownNow();
    }
    throwRefused();
  }

  private void drain(Session session) {
    try {
      int index = next.getAndIncrement();
      while (index < statements.size() && !stop.get()) {
        runOne(session, statements.get(index));
        index = next.getAndIncrement();
      }
    } catch (RuntimeException | Error e) {
      stop.set(true);
      throw e;
    }
  }

  private void runOne(Session session, PlannedStatement statement) {
    try {
      step.accept(session, statement);
    } catch (MigrationException e) {
      switch (e.code()) {
        case TARGET_FAILED, TARGET_CONSTRAINT, TARGET_RIGHT_MISSING -> refused.add(e);
        default -> throw e;
      }
    }
  }

  private void throwRefused() {
    MigrationException first = refused.poll();
    if (first != null) {
      refused.forEach(first::addSuppressed);
      throw first;
    }
  }

  /** Nobody's connection is closed while it works. */
  private void awaitAll(List<Future<?>> running) {
    RuntimeException first = null;
    for (Future<?> other : running) {
      try {
        await(other);
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Waits as long as the other connection works: an index takes the time it takes. */
  private void await(Future<?> other) {
    while (true) {
      try {
        other.get(GLANCE_SECONDS, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        LOG.debug("schema waiting=true");
      } catch (InterruptedException e) {
        stop.set(true);
        Thread.currentThread().interrupt();
        throw new MigrationException(
            ErrorCode.INTERRUPTED, "applying the schema was interrupted", "Start it again.", e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }
  }
}
