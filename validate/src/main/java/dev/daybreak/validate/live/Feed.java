package dev.daybreak.validate.live;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.validate.core.match.RowChange;
import dev.daybreak.validate.core.match.Tag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of one side's transactions, from its tap to the matcher. Full means that the tap
 * waits, and with it the server. One producer, one consumer; readings from any thread.
 */
final class Feed {
  private static final long EVENT_BYTES = 48;

  private final long bytesMax;
  private final Deque<Event> events = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Condition notStill = lock.newCondition();
  private long bytes;
  private Lsn passed = Lsn.ZERO;
  private boolean closed;

  Feed(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** A step of a transaction: its head, its changes, its tail. */
  sealed interface Event {}

  /** Its beginning, with the tag if it carries one. */
  record Head(Lsn commit, @Nullable Tag tag) implements Event {}

  /** One change. */
  record Row(RowChange change) implements Event {}

  /** Its end; {@code end} is the position just past its commit record. */
  record Tail(Lsn end) implements Event {}

  /** Thrown where a wait ends because the feed was closed. */
  static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Closed() {
      super("the feed is closed", null, false, false);
    }
  }

  /**
   * Puts an event in; waits while the feed is full.
   *
   * @return false when it is still full after a second: say so to the server and try again
   */
  boolean offer(Event event) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(1);
      while (bytes >= bytesMax && !closed && left > 0) {
        left = notFull.awaitNanos(left);
      }
      failIfClosed();
      if (bytes >= bytesMax) {
        return false;
      }
      events.add(event);
      bytes += weight(event);
      notStill.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Says that every transaction committed before the position is in the feed. */
  void passed(Lsn position) {
    lock.lock();
    try {
      if (passed.isBefore(position)) {
        passed = position;
        notStill.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  Lsn passed() {
    lock.lock();
    try {
      return passed;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return events.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The first event, which stays, or null when all before {@code beyond} was taken already. */
  @Nullable Event peekBefore(Lsn beyond) throws InterruptedException {
    lock.lock();
    try {
      while (events.isEmpty() && !beyond.isBefore(passed)) {
        failIfClosed();
        notStill.await(1, TimeUnit.SECONDS);
      }
      return events.peek();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the first event; waits for one. */
  Event take() throws InterruptedException {
    lock.lock();
    try {
      while (events.isEmpty()) {
        failIfClosed();
        notStill.await(1, TimeUnit.SECONDS);
      }
      return remove();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the first event if one comes in time. */
  @Nullable Event poll(long millis) throws InterruptedException {
    lock.lock();
    try {
      failIfClosed();
      if (events.isEmpty() && !notStill.await(millis, TimeUnit.MILLISECONDS)) {
        return null;
      }
      return events.isEmpty() ? null : remove();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      notFull.signalAll();
      notStill.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Event remove() {
    Event event = events.remove();
    bytes -= weight(event);
    notFull.signal();
    return event;
  }

  private void failIfClosed() {
    if (closed) {
      throw new Closed();
    }
  }

  private static long weight(Event event) {
    return event instanceof Row row ? EVENT_BYTES + row.change().weight() : EVENT_BYTES;
  }
}
