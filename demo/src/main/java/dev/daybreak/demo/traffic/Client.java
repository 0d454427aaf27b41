package dev.daybreak.demo.traffic;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: takes turns at its pace until told to stop, and connects anew when its connection is
 * lost. It never sends a statement again.
 */
final class Client implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Client.class);
  private static final long BEHIND_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);
  private static final long RECONNECT_MILLIS = 50;
  private static final int TENANT_EVERY = 200;

  private final TrafficTarget target;
  private final Author author;
  private final Meter meter;
  private final Supplier<Turn> turns;
  private final long intervalNanos;
  private final CountDownLatch stopped;
  private final Meter.Timer timer;
  private volatile @Nullable Session session;

  Client(
      TrafficTarget target,
      Author author,
      Meter meter,
      Supplier<Turn> turns,
      long intervalNanos,
      CountDownLatch stopped) {
    this.target = target;
    this.author = author;
    this.meter = meter;
    this.turns = turns;
    this.intervalNanos = intervalNanos;
    this.stopped = stopped;
    this.timer = meter.timer();
  }

  @Override
  public void run() {
    try {
      loop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("client_ended database={} client={}", target.name(), author.writer(), e);
      meter.failed(new SQLException("the client ended: " + e, "XX000"));
    } finally {
      Session open = session;
      if (open != null) {
        open.close();
      }
    }
  }

  /** Cuts its connection, so that a statement that hangs ends. Any thread. */
  void abort() {
    Session open = session;
    if (open != null) {
      open.abort();
    }
  }

  private void loop() throws InterruptedException {
    long next = System.nanoTime();
    while (!stopped.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      next = Math.max(next + intervalNanos, System.nanoTime() - BEHIND_NANOS_MAX);
      try {
        turn();
        meter.transaction();
      } catch (SQLException e) {
        meter.failed(e);
        recover();
      }
    }
  }

  private void turn() throws SQLException {
    Session open = session;
    if (open == null) {
      open = Session.open(target, Integer.toString(author.writer()), timer);
      session = open;
      tenant(open, author.tenant());
    } else if (author.random().nextInt(TENANT_EVERY) == 0) {
      tenant(open, "tenant " + author.random().nextInt(100) + " of " + author.writer());
    }
    turns.get().take(open);
  }

  private void tenant(Session open, String name) throws SQLException {
    open.execute("SET my.tenant = '" + name + "'");
    author.tenant(name);
  }

  private void recover() throws InterruptedException {
    Session open = session;
    if (open != null && !open.recover()) {
      open.abort();
      session = null;
    }
    if (session == null) {
      stopped.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
