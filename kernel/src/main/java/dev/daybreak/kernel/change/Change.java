package dev.daybreak.kernel.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change inside a transaction. */
public sealed interface Change {
  /** A new row. */
  record Insert(Relation relation, Tuple row) implements Change {}

  /**
   * A changed row.
   *
   * @param old the old key (identity DEFAULT or INDEX: non-key cells are NULL) when the key
   *     changed, the whole old row under identity FULL, else null: then the key is in {@code row}
   * @param row the new row; may hold {@link Cell#UNCHANGED}
   */
  record Update(Relation relation, @Nullable Tuple old, Tuple row) implements Change {}

  /**
   * A deleted row.
   *
   * @param old its key (non-key cells NULL), or the whole row under identity FULL
   */
  record Delete(Relation relation, Tuple old) implements Change {}

  /** Tables emptied together. */
  record Truncate(List<Relation> relations, boolean cascade, boolean restartIdentity)
      implements Change {
    public Truncate {
      relations = List.copyOf(relations);
    }
  }

  /**
   * A logical message written inside the transaction.
   *
   * @param prefix whose message it is
   * @param content its text
   */
  record Message(String prefix, String content) implements Change {}
}
