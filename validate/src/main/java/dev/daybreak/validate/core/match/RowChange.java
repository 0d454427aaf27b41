package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.Lsn;
import org.jspecify.annotations.Nullable;

/**
 * One row change of one side. An update's old version is always there as far as it is known: from
 * the stream, else the identity's columns of the new version, since the stream leaves the old key
 * out exactly when it has not changed.
 */
public final class RowChange {
  /** What was done. */
  public enum Op {
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE
  }

  private final Op op;
  private final RowShape shape;
  private final Lsn commit;
  private final @Nullable Cells old;
  private final @Nullable Cells row;

  private RowChange(Op op, RowShape shape, Lsn commit, @Nullable Cells old, @Nullable Cells row) {
    this.op = op;
    this.shape = shape;
    this.commit = commit;
    this.old = old;
    this.row = row;
  }

  /** A new row. */
  public static RowChange insert(RowShape shape, Lsn commit, Cells row) {
    return new RowChange(Op.INSERT, shape, commit, null, row);
  }

  /** A changed row; columns left unchanged are taken from the old version where it has them. */
  public static RowChange update(RowShape shape, Lsn commit, @Nullable Cells old, Cells row) {
    Cells before = old;
    if (before == null) {
      before = new Cells(row.columns());
      for (int i = 0; i < row.columns(); i++) {
        if (shape.identity().get(i)) {
          before.copy(i, row);
        }
      }
    } else {
      row.fillFrom(shape.full() ? before : row);
    }
    return new RowChange(Op.UPDATE, shape, commit, before, row);
  }

  /** A row gone. */
  public static RowChange delete(RowShape shape, Lsn commit, Cells old) {
    return new RowChange(Op.DELETE, shape, commit, old, null);
  }

  /** One table emptied. */
  public static RowChange truncate(RowShape shape, Lsn commit) {
    return new RowChange(Op.TRUNCATE, shape, commit, null, null);
  }

  public Op op() {
    return op;
  }

  public RowShape shape() {
    return shape;
  }

  /** Commit position of its transaction, on its own side. */
  public Lsn commit() {
    return commit;
  }

  /** Bytes held, roughly. */
  public long weight() {
    return 64 + (old == null ? 0 : old.weight()) + (row == null ? 0 : row.weight());
  }

  @Nullable Cells old() {
    return old;
  }

  @Nullable Cells row() {
    return row;
  }

  /** The version that tells which row is meant: the old one where there is one. */
  @Nullable Cells identifying() {
    return old != null ? old : row;
  }
}
