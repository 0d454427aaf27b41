package dev.daybreak.control.work;

import dev.daybreak.cutover.State;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to hold writes. Switches of one process go one after the other: side by side
 * they would take each other's processor and lengthen every hold. Thread-safe.
 */
final class Turn {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition free = lock.newCondition();
  private @Nullable String holder;

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
      if (holder != null && !holder.equals(migration)) {
        boolean signalled = free.await(millis, TimeUnit.MILLISECONDS);
        if (!signalled || holder != null) {
          return false;
        }
      }
      holder = migration;
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the turn back, if the migration has it. */
  void giveBack(String migration) {
    lock.lock();
    try {
      if (migration.equals(holder)) {
        holder = null;
        free.signal();
      }
    } finally {
      lock.unlock();
    }
  }
}
