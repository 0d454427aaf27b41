package dev.daybreak.proxy.state;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Lets few jobs run at a time and none begin too soon after the one before; the others wait in the
 * order they came: what a switch prepares must not slow down the clients it is prepared for.
 * Thread-safe.
 */
public final class Turnstile {
  private static final int UNPACED_MAX = 16;
  private static final long PACE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long ALTOGETHER_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Job(Executor executor, Runnable task) {}

  private final ArrayDeque<Job> waiting = new ArrayDeque<>();
  private final int most;
  private final ScheduledExecutorService clock;
  private final LongSupplier paceNanos;
  private int inside;
  private long lastAt = System.nanoTime() - TimeUnit.DAYS.toNanos(1);
  private boolean timed;

  private Turnstile(int most, ScheduledExecutorService clock, LongSupplier paceNanos) {
    this.most = most;
    this.clock = clock;
    this.paceNanos = paceNanos;
  }

  /**
   * One whose jobs each cost a server process.
   *
   * @param most how many may be inside at a time, at least 1
   * @param clock where to wait
   * @param all how many jobs there may be: few begin at once, many one after the other within some
   *     ten seconds
   */
  public static Turnstile paced(int most, ScheduledExecutorService clock, IntSupplier all) {
    return new Turnstile(most, clock, () -> pace(all.getAsInt()));
  }

  /** One whose jobs cost little. */
  public static Turnstile unpaced(int most, ScheduledExecutorService clock) {
    return new Turnstile(most, clock, () -> 0);
  }

  private static long pace(int all) {
    return all <= UNPACED_MAX ? 0 : Math.min(PACE_NANOS_MAX, ALTOGETHER_NANOS / all);
  }

  /** Runs the task on the executor when its turn has come; it must end in one {@link #leave}. */
  public void enter(Executor executor, Runnable task) {
    synchronized (this) {
      waiting.add(new Job(executor, task));
    }
    admit();
  }

  /** Makes room for the next. */
  public void leave() {
    synchronized (this) {
      inside--;
    }
    admit();
  }

  private void admit() {
    Job job;
    synchronized (this) {
      if (waiting.isEmpty() || inside == most || timed) {
        return;
      }
      long early = lastAt + paceNanos.getAsLong() - System.nanoTime();
      if (early > 0) {
        wake(early);
        return;
      }
      lastAt = System.nanoTime();
      inside++;
      job = waiting.remove();
    }
    try {
      job.executor().execute(job.task());
    } catch (RejectedExecutionException e) {
      // Its event loop has ended, and with it whatever the job was for.
      leave();
    }
    admit();
  }

  private void wake(long nanos) {
    timed = true;
    try {
      clock.schedule(this::woken, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The proxy is closing: nobody waits any more.
      waiting.clear();
    }
  }

  private void woken() {
    synchronized (this) {
      timed = false;
    }
    admit();
  }
}
