package dev.daybreak.proxy.state;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Lets few jobs run at a time, the others wait in the order they came, so that what a switch
 * prepares does not slow down the clients it is prepared for. Thread-safe.
 */
public final class Turnstile {
  private record Job(Executor executor, Runnable task) {}

  private final ArrayDeque<Job> waiting = new ArrayDeque<>();
  private final int most;
  private int inside;

  /**
   * @param most how many may be inside at a time, at least 1
   */
  public Turnstile(int most) {
    this.most = most;
  }

  /** Runs the task on the executor when its turn has come; it must end in one {@link #leave}. */
  public void enter(Executor executor, Runnable task) {
    synchronized (this) {
      if (inside == most) {
        waiting.add(new Job(executor, task));
        return;
      }
      inside++;
    }
    run(new Job(executor, task));
  }

  /** Makes room for the next. */
  public void leave() {
    Job next = next();
    if (next != null) {
      run(next);
    }
  }

  private synchronized @Nullable Job next() {
    Job next = waiting.poll();
    if (next == null) {
      inside--;
    }
    return next;
  }

  private void run(Job job) {
    try {
      job.executor().execute(job.task());
    } catch (RejectedExecutionException e) {
      // Its event loop has ended, and with it whatever the job was for.
      leave();
    }
  }
}
