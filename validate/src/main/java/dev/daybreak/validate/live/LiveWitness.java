package dev.daybreak.validate.live;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.kernel.stage.ValidateStage;
import dev.daybreak.kernel.verdict.LiveStatus;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import dev.daybreak.validate.core.ValidateOptions;
import dev.daybreak.validate.core.match.Matcher;
import dev.daybreak.validate.core.match.MismatchLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running watch. One thread keeps a session alive: a lost connection is opened again and goes on
 * from the slots; a lost slot, or anything not understood, ends the watch with a failure and so
 * closes the gate.
 */
public final class LiveWitness implements ValidateStage.Witness {
  private static final Logger LOG = LoggerFactory.getLogger(LiveWitness.class);
  private static final int SAMPLES_MAX = 200;
  private static final int ATTEMPTS_MAX = 60;
  private static final long RETRY_MILLIS = 500;
  private static final long POLL_MILLIS = 2;
  private static final Duration SINCE_BUDGET = Duration.ofSeconds(10);
  private static final Lsn NEVER = new Lsn(-1);

  private final StreamSpec spec;
  private final TapSlots slots;
  private final WatchNote note;
  private final WatchSession.Parts parts;
  private final Thread keeper;
  private volatile WatchSession session;
  private volatile Totals before = new Totals(0, 0, 0);
  private volatile String trouble = "";
  private volatile String failure = "";
  private volatile boolean closed;
  private @Nullable Lsn noted;

  private LiveWitness(StreamSpec spec, ValidateOptions options) throws SQLException {
    this.spec = spec;
    slots = new TapSlots(spec);
    note = new WatchNote(options.workDirectory(), spec.channel());
    parts =
        new WatchSession.Parts(
            new SideQueries(spec.from(), Side.SOURCE),
            new SideQueries(spec.to(), Side.TARGET),
            new MismatchLog(SAMPLES_MAX),
            options.feedBytesMax());
    parts.targetQueries().loadedAt();
    session = WatchSession.open(spec, slots, parts, start());
    keeper = new Thread(this::keep, "witness-" + spec.channel());
    keeper.setDaemon(true);
  }

  /** Counts of sessions that ended. */
  private record Totals(long transactions, long changes, long obligations) {
    Totals plus(Matcher matcher) {
      return new Totals(
          transactions + matcher.transactions(),
          changes + matcher.changes(),
          obligations + matcher.obligations());
    }
  }

  /**
   * Starts a watch, or goes on with one whose slots are there.
   *
   * @throws MigrationException when a side cannot be reached or made ready
   */
  public static LiveWitness start(StreamSpec spec, ValidateOptions options) {
    new TargetPublication(spec).ensure();
    LiveWitness witness;
    try {
      witness = new LiveWitness(spec, options);
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.SOURCE, "cannot watch " + spec.channel(), e);
    }
    witness.keeper.start();
    LOG.info("event=watch-started channel={}", spec.channel());
    return witness;
  }

  @Override
  public LiveStatus status() {
    WatchSession now = session;
    Totals totals = before.plus(now.matcher());
    List<Mismatch> samples = parts.log().samples();
    return new LiveStatus(
        now.validatedThrough(),
        now.sourceRead(),
        totals.transactions(),
        totals.changes(),
        parts.log().count(),
        samples,
        totals.obligations(),
        trouble.isEmpty() ? now.waiting() : trouble,
        failure.isEmpty() ? hidden(samples) : failure);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits up to ten seconds for the first transaction that tells; if none comes it is the
   * highest position there is: no cut is covered yet.
   */
  @Override
  public Lsn watchedSince() {
    long deadline = System.nanoTime() + SINCE_BUDGET.toNanos();
    while (System.nanoTime() < deadline && failure.isEmpty()) {
      Lsn since = session.matcher().watchedSince();
      if (since != null) {
        remember(since);
        return since;
      }
      pause();
    }
    return NEVER;
  }

  @Override
  public LiveStatus drainTo(Lsn position, Duration budget) {
    long deadline = System.nanoTime() + budget.toNanos();
    Lsn seen = parts.targetQueries().sentinel();
    while (true) {
      WatchSession now = session;
      boolean drained = !now.validatedThrough().isBefore(position) && now.targetSeen(seen);
      LiveStatus status = status();
      if (!status.failure().isEmpty()) {
        throw new MigrationException(
            ErrorCode.UNCOVERED,
            "the watch of " + spec.channel() + " ended: " + status.failure(),
            "Watch anew and run a batch validation; until then changes are not covered.");
      }
      if (!status.clean()) {
        throw differs(status);
      }
      if (drained) {
        return status;
      }
      if (System.nanoTime() > deadline) {
        throw new MigrationException(
            ErrorCode.STALLED,
            "live validation is at "
                + status.validatedThrough()
                + ", not yet at "
                + position
                + (status.waiting().isEmpty() ? "" : ": " + status.waiting()),
            "Look whether the change stream moves; nothing is known to differ.");
      }
      pause();
    }
  }

  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    session.close();
    try {
      keeper.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parts.sourceQueries().close();
    parts.targetQueries().close();
    LOG.info("event=watch-closed channel={}", spec.channel());
  }

  /** From the slots there are, or from new ones, with a sentinel so that the first tag comes. */
  private Matcher.Start start() {
    Matcher.Start start = slots.existing(note.since(), note.begun()).orElse(null);
    if (start != null) {
      return start;
    }
    note.forget();
    Matcher.Start fresh = slots.create();
    note.begin(fresh.source());
    parts.sourceQueries().sentinel();
    return fresh;
  }

  /** Runs sessions one after the other until the watch is closed or cannot go on. */
  private void keep() {
    try {
      while (!closed && failure.isEmpty()) {
        Exception why = runOnce();
        if (!closed) {
          goOn(why);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Runs the present session to its end; why it ended, or null. */
  private @Nullable Exception runOnce() throws InterruptedException {
    try {
      session.run();
      return session.failure();
    } catch (RuntimeException e) {
      return e;
    }
  }

  /** Opens another session where the cause may pass, else ends the watch. */
  private void goOn(@Nullable Exception why) throws InterruptedException {
    Exception cause = why;
    for (int attempt = 1; !closed && failure.isEmpty(); attempt++) {
      if (cause == null || !mayPass(cause) || attempt > ATTEMPTS_MAX) {
        fail(cause == null ? MigrationException.bug("a tap ended without a reason") : cause);
        return;
      }
      trouble = "connection lost, opening it again: " + text(cause);
      LOG.warn(
          "event=watch-reconnects channel={} attempt={} reason={}",
          spec.channel(),
          attempt,
          text(cause));
      Thread.sleep(RETRY_MILLIS);
      try {
        reopen();
        trouble = "";
        return;
      } catch (SQLException | MigrationException e) {
        cause = e;
      }
    }
  }

  private void reopen() throws SQLException {
    Matcher ended = session.matcher();
    session.close();
    Matcher.Start found =
        slots
            .existing(ended.watchedSince(), note.begun())
            .orElseThrow(
                () ->
                    new MigrationException(
                        ErrorCode.SOURCE_SLOT_LOST,
                        "a slot of the watch on " + spec.channel() + " is gone",
                        "Watch anew and run a batch validation."));
    Matcher.Start start =
        new Matcher.Start(
            found.source(), ended.through(), true, ended.watchedSince(), found.confirmed());
    WatchSession opened = WatchSession.open(spec, slots, parts, start);
    before = before.plus(ended);
    session = opened;
  }

  private boolean mayPass(Exception cause) {
    if (parts.log().blockingCount() > 0) {
      return false;
    }
    if (cause instanceof MigrationException known) {
      return known.code().retrySafe();
    }
    String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
    return state != null && (SqlStates.isTransient(state) || state.equals(SqlStates.OBJECT_IN_USE));
  }

  private void fail(Exception cause) {
    failure = text(cause);
    LOG.error("event=watch-failed channel={} reason={}", spec.channel(), failure);
  }

  private static String text(Exception cause) {
    return cause instanceof SQLException sql
        ? ServerErrors.text(sql)
        : String.valueOf(cause.getMessage());
  }

  private static MigrationException differs(LiveStatus status) {
    Mismatch first =
        status.mismatches().stream().filter(m -> m.kind().blocks()).findFirst().orElseThrow();
    return new MigrationException(
        ErrorCode.DATA_DIFFERS,
        status.mismatchCount()
            + " live mismatches; the first is "
            + first.kind()
            + " in "
            + first.table(),
        "Look at the report; nothing was switched.");
  }

  /** A failure where blocking mismatches stand beyond those that can be listed. */
  private String hidden(List<Mismatch> samples) {
    boolean listed = samples.stream().anyMatch(m -> m.kind().blocks());
    long blocking = parts.log().blockingCount();
    return listed || blocking == 0 ? "" : blocking + " mismatches beyond those listed";
  }

  private synchronized void remember(Lsn since) {
    if (!since.equals(noted)) {
      note.complete(since);
      noted = since;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(ErrorCode.INTERRUPTED, "a wait was told to stop", "", e);
    }
  }
}
