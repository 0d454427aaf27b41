package dev.daybreak.cdc.read;

import dev.daybreak.kernel.Lsn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Received transactions waiting to be applied, in commit order. Bounded by bytes and by number; a
 * full queue lets its writer wait. One writer, one reader.
 */
public final class TransactionQueue implements AutoCloseable {
  private static final int TRANSACTIONS_MAX = 20_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<ReceivedTransaction> waiting = new ArrayDeque<>();
  private final long bytesMax;
  private long bytes;

  public TransactionQueue(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Appends a transaction; false when there was no room within the time. */
  boolean offer(ReceivedTransaction transaction, long millis) throws InterruptedException {
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      while (!waiting.isEmpty() && (bytes >= bytesMax || waiting.size() >= TRANSACTIONS_MAX)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      waiting.add(transaction);
      bytes += transaction.log().memoryBytes();
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next transactions that commit before the limit: at least one if there is one within
   * the time, further ones while their changes fit.
   *
   * @return what was taken, and whether the next one lies at or past the limit
   */
  public Taken take(Lsn limit, int changesMax, long millis) throws InterruptedException {
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      List<ReceivedTransaction> taken = new ArrayList<>();
      long changes = 0;
      while (fits(limit, changes, changesMax, taken.isEmpty())) {
        ReceivedTransaction next = waiting.remove();
        bytes -= next.log().memoryBytes();
        changes += next.changes();
        taken.add(next);
      }
      changed.signalAll();
      ReceivedTransaction head = waiting.peek();
      return new Taken(taken, head != null && !head.commit().isBefore(limit));
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(Lsn limit, long changes, int changesMax, boolean first) {
    ReceivedTransaction head = waiting.peek();
    return head != null
        && head.commit().isBefore(limit)
        && (first || changes + head.changes() <= changesMax);
  }

  /** Transactions waiting. */
  public int depth() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      waiting.forEach(ReceivedTransaction::close);
      waiting.clear();
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was taken from the queue.
   *
   * @param transactions in commit order
   * @param limitReached whether all before the limit is taken
   */
  public record Taken(List<ReceivedTransaction> transactions, boolean limitReached) {}
}
