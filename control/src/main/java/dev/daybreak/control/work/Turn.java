package dev.daybreak.control.work;

import dev.daybreak.cutover.State;
import dev.daybreak.cutover.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to hold writes. Switches of one process go one after the other: side by side
 * they would take each other's processor and lengthen every hold. Thread-safe.
 */
final class Turn {
  private static final Duration SWITCH_WAITS = Duration.ofSeconds(60);
  private static final Duration STEP_WAITS = Duration.ofSeconds(15);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition free = lock.newCondition();
  private final Map<String, Long> askedAt = new HashMap<>();
  private int heavy;
  private @Nullable String holder;

  /** Whether a step takes so much processor that a hold beside it would be long. */
  static boolean isHeavy(Step step) {
    return switch (step) {
      case CREATE_SCHEMA, COPY_ROWS, CREATE_INDEXES, VERIFY_SCHEMA, COMPARE_ROWS -> true;
      default -> false;
    };
  }

  /** Begins a heavy step, after the switch that is under way, if there is one. */
  void beginHeavy() {
    lock.lock();
    try {
      long left = STEP_WAITS.toNanos();
      while (holder != null && left > 0) {
        left = free.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      heavy++;
      lock.unlock();
    }
  }

  /** Ends a heavy step. */
  void endHeavy() {
    lock.lock();
    try {
      heavy--;
      free.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a migration in this state is between arming and a closed old side. */
  static boolean needed(State state) {
    return state.phase().isSwitch()
        && switch (state.step()) {
          case ARM, DRAIN, HOLD, FENCE, SENTINEL, MATCH_CHANGES, SYNC_SEQUENCES -> true;
          case COMMIT, RESOLVE, OPEN, CLOSE, RESTORE -> true;
          default -> false;
        };
  }

  /**
   * Takes the turn, or waits for it a little.
   *
   * @return whether the migration has the turn
   */
  boolean take(String migration, long millis) {
    lock.lock();
    try {
      long asked = askedAt.computeIfAbsent(migration, name -> System.nanoTime());
      if (!isFree(migration, asked)) {
        boolean signalled = free.await(millis, TimeUnit.MILLISECONDS);
        if (!signalled || !isFree(migration, asked)) {
          return false;
        }
      }
      askedAt.remove(migration);
      holder = migration;
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFree(String migration, long asked) {
    boolean patient = System.nanoTime() - asked < SWITCH_WAITS.toNanos();
    return (holder == null || holder.equals(migration)) && (heavy == 0 || !patient);
  }

  /** Gives the turn back, if the migration has it. */
  void giveBack(String migration) {
    lock.lock();
    try {
      if (migration.equals(holder)) {
        holder = null;
        free.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
