package dev.daybreak.control.work;

import dev.daybreak.control.Failure;
import dev.daybreak.control.store.MigrationRow;
import dev.daybreak.control.store.RequestRows;
import dev.daybreak.cutover.Event;
import dev.daybreak.cutover.Journey;
import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.State;
import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one migration, from the stored state onward, as long as its worker holds the lease. The
 * stored row is the truth; {@link #move} is the one place that changes it. One thread drives, a
 * second one runs the effects, so that a request to pause is heard.
 */
final class Driver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Driver.class);
  private static final long LISTEN_MILLIS = 100;
  private static final int ATTEMPTS = 8;
  private static final Duration BACKOFF = Duration.ofMillis(250);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(5);

  private final Job job;
  private final Turn turn;
  private final Rest rest;
  private final Readings readings;
  private final BooleanSupplier stopping;
  private final ExecutorService effects;

  Driver(Job job, Turn turn, BooleanSupplier stopping) {
    this.job = job;
    this.turn = turn;
    this.rest = new Rest(job);
    this.readings = new Readings(job);
    this.stopping = stopping;
    this.effects =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "effect-" + job.name());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Drives until the migration is over or the worker stops; the row is then as it stands. */
  void drive() {
    job.store().history().interrupt(job.name());
    move(new Event.Interrupted());
    while (!stopping.getAsBoolean() && !job.row().state().phase().isOver()) {
      boolean asked = handleRequest();
      State state = job.row().state();
      if (asked) {
        continue;
      }
      if (state.standing() != Standing.RUNNING) {
        job.running().closeStreams();
        readings.take();
        sleep(Duration.ofMillis(LISTEN_MILLIS));
      } else if (state.step().isRest()) {
        rest();
      } else if (state.step() != Step.ARM || turn.take(job.name(), LISTEN_MILLIS)) {
        perform(state.step());
      }
      if (!Turn.needed(job.row().state())) {
        turn.giveBack(job.name());
      }
    }
    readings.take();
  }

  @Override
  public void close() {
    effects.shutdownNow();
    try {
      effects.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    job.running().close();
    turn.giveBack(job.name());
  }

  private void rest() {
    try {
      rest.look();
      readings.take();
      if (rest.wantsCutover()) {
        move(new Event.Requested(Request.CUTOVER));
        return;
      }
    } catch (MigrationException e) {
      if (e.code().retrySafe()) {
        job.running().closeStreams();
      } else {
        fail(e, new Event.Broken());
      }
    }
    sleep(Duration.ofMillis(LISTEN_MILLIS));
  }

  private void perform(Step step) {
    long entry = job.store().history().begin(job.name(), job.row().state());
    job.meter().reset();
    try {
      Outcome outcome = await(effects.submit(() -> inTurn(step)));
      job.store().history().end(entry, "done", outcome.detail());
      job.row(job.row().with(outcome.facts()));
      move(new Event.Done());
    } catch (MigrationException e) {
      job.store().history().end(entry, "failed", e.line());
      failed(step, e);
    }
  }

  private Outcome inTurn(Step step) {
    if (!Turn.isHeavy(step)) {
      return guarded(step);
    }
    turn.beginHeavy();
    try {
      return guarded(step);
    } finally {
      turn.endHeavy();
    }
  }

  private Outcome guarded(Step step) {
    HaltPoint.reach(job.name(), "before:" + step);
    Outcome outcome = Effects.run(step, job);
    HaltPoint.reach(job.name(), "after:" + step);
    return outcome;
  }

  /** Waits for an effect and listens for requests meanwhile. */
  private Outcome await(Future<Outcome> future) {
    while (true) {
      try {
        return future.get(LISTEN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        readings.take();
        if (stopping.getAsBoolean() || !job.row().state().phase().isSwitch() && asked()) {
          cancel(future);
        }
      } catch (ExecutionException e) {
        throw cause(e);
      } catch (CancellationException | InterruptedException e) {
        Thread.interrupted();
        throw new MigrationException(
            ErrorCode.INTERRUPTED, "the step was interrupted", "It goes on where it stopped.", e);
      }
    }
  }

  private void cancel(Future<Outcome> future) {
    future.cancel(true);
    try {
      effects.submit(() -> {}).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("effect migration={} state=does_not_stop", job.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static MigrationException cause(ExecutionException e) {
    if (e.getCause() instanceof MigrationException known) {
      return known;
    }
    LOG.error("effect state=unexpected", e.getCause());
    return new MigrationException(
        ErrorCode.INVARIANT,
        "an effect ended unexpectedly: " + e.getCause(),
        "Report this with the log.",
        e.getCause());
  }

  private void failed(Step step, MigrationException e) {
    if (e.code() == ErrorCode.INTERRUPTED && !job.row().state().phase().isSwitch()) {
      return;
    }
    if (e.code() == ErrorCode.LEASE_LOST) {
      throw e;
    }
    boolean retry = e.code().retrySafe() && job.row().attempt() < ATTEMPTS;
    LOG.warn(
        "step migration={} step={} state=failed attempt={} error=\"{}\"",
        job.name(),
        step,
        job.row().attempt(),
        e.line());
    if (!step.isBeforeCommit()) {
      job.running().closeStreams();
    }
    fail(e, new Event.Failed(retry));
    rest.switchFailed(e);
    if (job.row().state().step() == step) {
      sleep(backoff(job.row().attempt()));
    }
  }

  private void fail(MigrationException e, Event event) {
    MigrationRow row = job.row();
    Failure failure =
        new Failure(
            e.code().id(),
            e.code().name(),
            String.valueOf(e.getMessage()),
            e.remedy(),
            row.state().step().name(),
            job.clock().instant());
    State next = Journey.next(row.state(), event).orElse(row.state());
    write(row.failed(next, failure, row.attempt() + 1));
  }

  private boolean asked() {
    return job.store().requests().next(job.name()).isPresent();
  }

  private boolean handleRequest() {
    Optional<RequestRows.Open> open =
        job.row().state().phase().isSwitch()
            ? Optional.empty()
            : job.store().requests().next(job.name());
    open.ifPresent(
        request -> {
          boolean taken = move(new Event.Requested(request.request()));
          job.store().requests().handled(request.id(), taken ? "taken" : "refused");
        });
    return open.isPresent();
  }

  /** The one place that performs a transition; false when the event has no place now. */
  private boolean move(Event event) {
    MigrationRow row = job.row();
    Optional<State> next = Journey.next(row.state(), event);
    if (next.isEmpty()) {
      return false;
    }
    boolean switched = next.get().active() != row.state().active();
    MigrationRow moved = row.moved(next.get());
    if (switched) {
      moved = moved.generation(row.generation() + 1);
    }
    write(settles(row.state(), next.get()) ? moved.cleared() : moved);
    return true;
  }

  /** Whether an old failure has lost its meaning: progress was made since. */
  private static boolean settles(State from, State to) {
    return from.step() != to.step()
        && from.step() != Step.RESTORE
        && to.phase() != Phase.ABORTED
        && !to.phase().isSwitch();
  }

  private void write(MigrationRow row) {
    State before = job.row().state();
    job.store().migrations().write(row);
    job.row(row);
    if (!before.equals(row.state())) {
      LOG.info(
          "transition migration={} phase={} step={} standing={} active={}",
          job.name(),
          row.state().phase(),
          row.state().step(),
          row.state().standing(),
          row.state().active());
    }
  }

  private static Duration backoff(int attempt) {
    Duration doubled = BACKOFF.multipliedBy(1L << Math.min(attempt, 6));
    return doubled.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : doubled;
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
