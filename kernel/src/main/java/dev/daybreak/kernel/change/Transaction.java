package dev.daybreak.kernel.change;

import dev.daybreak.kernel.Lsn;
import java.time.Instant;
import java.util.List;

/**
 * One committed transaction of a source, whole, in the order of its statements.
 *
 * @param xid the source's transaction id (32 bits)
 * @param commit position of the commit record: the transaction's place in the commit order, and
 *     what a {@link dev.daybreak.kernel.SnapshotPoint} is compared with
 * @param end position just past the commit record: what a slot may be confirmed to
 * @param committedAt the source's commit time
 * @param changes in order
 */
public record Transaction(
    long xid, Lsn commit, Lsn end, Instant committedAt, List<Change> changes) {
  public Transaction {
    changes = List.copyOf(changes);
  }
}
