package dev.daybreak.demo.traffic;

import dev.daybreak.demo.ledger.Ledger;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Running application traffic: for each database a few plain clients that know only its address.
 * Thread-safe.
 */
public final class Traffic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
  private static final long STOP_MILLIS_MAX = 10_000;
  private static final long ABORT_MILLIS_MAX = 2_000;
  private static final int WRITERS_MAX = 2_048;
  private static final int RUNS = 1 << 19;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<String, Crew> crews = new LinkedHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  private Traffic() {}

  /**
   * Starts the clients. They connect on their own; one that cannot tries again and counts it as a
   * failure.
   *
   * @throws MigrationException IO_FAILED when a ledger cannot be created
   */
  public static Traffic start(TrafficPlan plan) {
    Traffic traffic = new Traffic();
    SplittableRandom random = new SplittableRandom(plan.seed());
    long intervalNanos =
        TimeUnit.SECONDS.toNanos(1)
            * Crew.SIZE
            * plan.targets().size()
            / plan.transactionsPerSecond();
    // Writers of another run on the same database must have other numbers, whatever the seed.
    int writer = ThreadLocalRandom.current().nextInt(1, RUNS) * WRITERS_MAX;
    for (TrafficTarget target : plan.targets()) {
      traffic.crews.put(
          target.name(),
          Crew.of(
              target,
              ledger(plan.ledgerDirectory(), target),
              writer,
              random.split(),
              intervalNanos,
              traffic.stopped));
      writer += Crew.SIZE;
    }
    traffic.startThreads();
    LOG.info(
        "traffic_started databases={} tps={} seed={}",
        plan.targets().size(),
        plan.transactionsPerSecond(),
        plan.seed());
    return traffic;
  }

  /** How each database's clients fare, in the plan's order. */
  public List<DatabaseStats> stats() {
    return crews.values().stream().map(crew -> crew.meter().stats()).toList();
  }

  /** Begins a new window of stalls for a database. */
  public void markWindow(String database) {
    crew(database).meter().mark();
  }

  /** The longest statements of a database since the mark. */
  public StallWindow window(String database) {
    return crew(database).meter().window();
  }

  /** The ledger of a database; complete once traffic has stopped. */
  public Ledger ledger(String database) {
    return crew(database).ledger();
  }

  /**
   * Lets every client finish its turn and ends it; returns when all have ended. A client that does
   * not end in time has its connection cut, which leaves its last write's outcome unknown.
   */
  public void stop() {
    stopped.countDown();
    if (!join(STOP_MILLIS_MAX)) {
      crews.values().forEach(crew -> crew.clients().forEach(Client::abort));
      if (!join(ABORT_MILLIS_MAX)) {
        LOG.warn("traffic_client_hangs");
      }
    }
  }

  /** Stops, and closes the ledgers' files; what is in memory can still be read. */
  @Override
  public void close() {
    stop();
    crews.values().forEach(crew -> crew.ledger().close());
  }

  private Crew crew(String database) {
    Crew crew = crews.get(database);
    if (crew == null) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "traffic has no database " + database,
          "Name one of " + crews.keySet() + ".");
    }
    return crew;
  }

  private void startThreads() {
    for (Crew crew : crews.values()) {
      int number = 0;
      for (Client client : crew.clients()) {
        Thread thread = new Thread(client, "traffic-" + crew.target().name() + "-" + number++);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
      }
    }
  }

  private boolean join(long millisMax) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millisMax);
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  private static Ledger ledger(Path directory, TrafficTarget target) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED, "cannot create " + directory, "Look at its rights.", e);
    }
    Path path = directory.resolve(target.name() + ".ledger");
    for (int run = 2; Files.exists(path); run++) {
      path = directory.resolve(target.name() + "-" + run + ".ledger");
    }
    return Ledger.create(target.workload(), path);
  }
}
