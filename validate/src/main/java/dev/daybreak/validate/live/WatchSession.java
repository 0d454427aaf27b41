package dev.daybreak.validate.live;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.postgres.LogStream;
import dev.daybreak.validate.core.match.DroppedTables;
import dev.daybreak.validate.core.match.Matcher;
import dev.daybreak.validate.core.match.MismatchLog;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Two open taps and the matcher between them, as long as both connections last. {@link #run} is for
 * one thread, the readings for any.
 */
final class WatchSession implements AutoCloseable {
  private static final long POLL_MILLIS = 100;
  private static final long CONFIRM_NANOS = 1_000_000_000L;

  private final Feed source;
  private final Feed target;
  private final LogStream sourceStream;
  private final LogStream targetStream;
  private final Tap sourceTap;
  private final Tap targetTap;
  private final Thread sourceThread;
  private final Thread targetThread;
  private final FeedHistories histories;
  private final MismatchLog log;
  private final Matcher matcher;
  private volatile boolean busy;
  private Lsn targetConfirmable = Lsn.ZERO;
  private long confirmedAt = System.nanoTime();

  private WatchSession(
      StreamSpec spec,
      LogStream sourceStream,
      LogStream targetStream,
      Parts parts,
      Matcher.Start start) {
    this.sourceStream = sourceStream;
    this.targetStream = targetStream;
    this.log = parts.log();
    source = new Feed(parts.feedBytesMax());
    target = new Feed(parts.feedBytesMax());
    sourceTap = new Tap(sourceStream, source, true, parts.sourceQueries()::holdsRows);
    targetTap = new Tap(targetStream, target, false, parts.targetQueries()::holdsRows);
    sourceThread = daemon(sourceTap, "tap-source-" + spec.channel());
    targetThread = daemon(targetTap, "tap-target-" + spec.channel());
    histories = new FeedHistories(source, target);
    matcher =
        new Matcher(
            spec.channel(),
            histories,
            start,
            parts.targetQueries()::loadedAt,
            new DroppedTables(parts::haveNowhere),
            parts.log());
  }

  /** What outlives a session. */
  record Parts(
      SideQueries sourceQueries, SideQueries targetQueries, MismatchLog log, long feedBytesMax) {
    boolean haveNowhere(TableId table) {
      return !sourceQueries.has(table) && !targetQueries.has(table);
    }
  }

  /** Opens both streams and starts reading. */
  static WatchSession open(StreamSpec spec, TapSlots slots, Parts parts, Matcher.Start start)
      throws SQLException {
    LogStream from = LogStream.open(spec.from(), slots.sourceSlot(), spec.publication(), Lsn.ZERO);
    LogStream to;
    try {
      to = LogStream.open(spec.to(), slots.targetSlot(), spec.publication(), Lsn.ZERO);
    } catch (SQLException e) {
      from.close();
      throw e;
    }
    WatchSession session = new WatchSession(spec, from, to, parts, start);
    session.sourceThread.start();
    session.targetThread.start();
    return session;
  }

  /** Matches until closed or broken. */
  void run() throws InterruptedException {
    try {
      while (!Thread.currentThread().isInterrupted() && failure() == null) {
        Feed.Event event = target.poll(POLL_MILLIS);
        if (event instanceof Feed.Head head) {
          busy = true;
          matcher.match(head.tag(), histories.transaction());
          busy = false;
        }
        confirm();
      }
    } catch (Feed.Closed e) {
      // The reason is with the tap that ended.
    }
  }

  Matcher matcher() {
    return matcher;
  }

  /** Why a tap ended, or null. */
  @Nullable Exception failure() {
    return sourceTap.failure() != null ? sourceTap.failure() : targetTap.failure();
  }

  /** Which side's tap ended. */
  Side failedSide() {
    return sourceTap.failure() != null ? Side.SOURCE : Side.TARGET;
  }

  Lsn sourceRead() {
    return source.passed();
  }

  /** Every source transaction committed before this, or at it, is matched. */
  Lsn validatedThrough() {
    Lsn matched = matcher.through();
    Lsn passed = source.passed();
    boolean still = source.isEmpty() && !busy;
    Lsn through = matched == null ? Lsn.ZERO : matched;
    return still ? Lsn.max(through, passed) : through;
  }

  /** Whether every target transaction committed before the position is looked at. */
  boolean targetSeen(Lsn position) {
    return position.isBefore(target.passed()) && target.isEmpty() && !busy;
  }

  /** Why nothing moves, or empty. */
  String waiting() {
    if (busy) {
      return target.isEmpty() || source.isEmpty() ? "reading a transaction" : "";
    }
    return source.isEmpty() ? "" : "source transactions are read that the target has not applied";
  }

  /**
   * Lets the servers forget what is matched, once a second. The target a second later than the
   * source: then a restart finds target transactions whose sources are known to be matched, and
   * never the reverse. Nothing is let go once a mismatch stands, so that a restart finds it again.
   */
  private void confirm() {
    if (System.nanoTime() - confirmedAt < CONFIRM_NANOS || log.blockingCount() > 0) {
      return;
    }
    confirmedAt = System.nanoTime();
    Lsn through = matcher.through();
    Lsn sourceEnd = through == null ? Lsn.ZERO : Lsn.max(past(through), histories.sourceEnd());
    if (matcher.watchedSince() != null && !sourceEnd.equals(Lsn.ZERO)) {
      sourceStream.confirm(sourceEnd);
    }
    if (!targetConfirmable.equals(Lsn.ZERO)) {
      targetStream.confirm(targetConfirmable);
    }
    targetConfirmable = histories.targetEnd();
  }

  /**
   * Past a commit: confirmed at the commit itself, a range that ends with it would seem to lie
   * ahead after a restart.
   */
  private static Lsn past(Lsn commit) {
    return new Lsn(commit.value() + 1);
  }

  @Override
  public void close() {
    source.close();
    target.close();
    sourceThread.interrupt();
    targetThread.interrupt();
    join(sourceThread);
    join(targetThread);
    closeQuietly(sourceStream);
    closeQuietly(targetStream);
  }

  private static void join(Thread thread) {
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(LogStream stream) {
    try {
      stream.close();
    } catch (SQLException e) {
      // The server ends the stream by itself; its slot keeps the position.
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
