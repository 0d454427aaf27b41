package dev.daybreak.cdc;

import dev.daybreak.cdc.apply.Applier;
import dev.daybreak.cdc.read.LogReader;
import dev.daybreak.cdc.read.ReceivedTransaction;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.StreamStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a stream stands, told by its threads and awaited by its users. Thread-safe. */
final class StreamState implements LogReader.Listener, Applier.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamState.class);

  private final String channel;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Lsn received;
  private Lsn applied;
  private Lsn appliedBefore;
  private long transactions;
  private long changes;
  private @Nullable Instant sentinelSentAt;
  private long retainedBytes;
  private Instant lastProgressAt;
  private String readingTrouble = "";
  private String applyingTrouble = "";
  private String pause = "";
  private long idleTicket;
  private boolean idleReached;
  private @Nullable MigrationException failure;

  StreamState(String channel, Lsn applied, Clock clock) {
    this.channel = channel;
    this.clock = clock;
    this.applied = applied;
    this.appliedBefore = new Lsn(applied.value() + 1);
    this.received = appliedBefore;
    this.lastProgressAt = clock.instant();
  }

  @Override
  public void received(ReceivedTransaction transaction) {
    change(() -> received = Lsn.max(received, transaction.end()));
  }

  @Override
  public void applied(List<ReceivedTransaction> batch, long changeCount) {
    ReceivedTransaction last = batch.get(batch.size() - 1);
    change(
        () -> {
          applied = last.commit();
          appliedBefore = last.end();
          transactions += batch.size();
          changes += changeCount;
          lastProgressAt = clock.instant();
          batch.forEach(one -> one.sentinels().forEach(this::sentinel));
        });
  }

  private void sentinel(String content) {
    Sentinels.sentAt(content).ifPresent(at -> sentinelSentAt = at);
  }

  @Override
  public void idle(long ticket, boolean reached) {
    if (ticket != idleTicket || reached != idleReached) {
      change(
          () -> {
            idleTicket = ticket;
            idleReached = reached;
          });
    }
  }

  @Override
  public void reading(String trouble) {
    change(() -> readingTrouble = trouble);
  }

  @Override
  public void applying(String trouble) {
    change(() -> applyingTrouble = trouble);
  }

  @Override
  public void failed(MigrationException error) {
    change(
        () -> {
          if (failure == null) {
            failure = error;
            LOG.error("stream=failed channel={} code={} {}", channel, error.code(), error.line());
          }
        });
  }

  /** Says why the applier is held. */
  void paused(String reason) {
    change(() -> pause = reason);
  }

  void retained(long bytes) {
    change(() -> retainedBytes = bytes);
  }

  private void change(Runnable mutation) {
    lock.lock();
    try {
      mutation.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Optional<MigrationException> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  Lsn applied() {
    lock.lock();
    try {
      return applied;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a transaction that commits at or past the position was received. */
  boolean receivedPast(Lsn position) {
    lock.lock();
    try {
      return position.isBefore(received);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything committed before the position is durable on the target. */
  void awaitApplied(Lsn position, Duration budget) {
    await(
        () -> !appliedBefore.isBefore(position),
        budget,
        () -> "applied up to " + appliedBefore + ", not yet up to " + position);
  }

  /** Waits until the applier obeys the limit of that ticket, or has even reached it. */
  void awaitHeld(long ticket, boolean reached, Duration budget) {
    await(
        () -> idleTicket == ticket && (idleReached || !reached),
        budget,
        () -> "the applier does not come to where it shall be held");
  }

  private void await(
      BooleanSupplier done, Duration budget, java.util.function.Supplier<String> where) {
    long nanos = Math.max(0, budget.toNanos());
    lock.lock();
    try {
      while (!done.getAsBoolean()) {
        if (failure != null) {
          throw failure;
        }
        if (nanos <= 0) {
          throw stalled(where.get());
        }
        nanos = changed.awaitNanos(Math.min(nanos, TimeUnit.SECONDS.toNanos(3600)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(
          ErrorCode.INTERRUPTED, "waiting for channel " + channel + " was interrupted", "", e);
    } finally {
      lock.unlock();
    }
  }

  private MigrationException stalled(String where) {
    String why = waiting();
    return new MigrationException(
        ErrorCode.STALLED,
        "channel " + channel + ": " + where + (why.isEmpty() ? "" : " (" + why + ")"),
        "Look at the stream's status for what it waits for; then try again.");
  }

  private String waiting() {
    if (failure != null) {
      return failure.code() + ": " + failure.getMessage();
    }
    String trouble = readingTrouble.isEmpty() ? applyingTrouble : readingTrouble;
    return trouble.isEmpty() ? pause : trouble;
  }

  StreamStatus status() {
    lock.lock();
    try {
      Duration lag =
          sentinelSentAt == null
              ? Duration.ZERO
              : Duration.between(sentinelSentAt, clock.instant());
      return new StreamStatus(
          received,
          applied,
          transactions,
          changes,
          lag.isNegative() ? Duration.ZERO : lag,
          retainedBytes,
          lastProgressAt,
          waiting());
    } finally {
      lock.unlock();
    }
  }
}
