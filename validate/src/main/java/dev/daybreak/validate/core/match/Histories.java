package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.Lsn;
import org.jspecify.annotations.Nullable;

/** The two histories a matcher reads, as it pulls them. Waits belong to the implementation. */
public final class Histories {
  private Histories() {}

  /** Source transactions with row changes, echoes left out, in commit order. */
  public interface Source {
    /**
     * Goes to the next transaction.
     *
     * @return its commit position, or null when there is none at or before {@code through} and the
     *     history is known that far; the transaction then stays where it is
     */
    @Nullable Lsn next(Lsn through) throws InterruptedException;

    /** The next change of the present transaction, or null at its end. */
    @Nullable RowChange change() throws InterruptedException;
  }

  /** The present target transaction. */
  public interface Target {
    /** Its next change, or null at its end. */
    @Nullable RowChange change() throws InterruptedException;
  }
}
