package dev.daybreak.validate.live;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.validate.core.match.Histories;
import dev.daybreak.validate.core.match.RowChange;
import org.jspecify.annotations.Nullable;

/** The two feeds as the matcher reads them. For the matcher's thread. */
final class FeedHistories implements Histories.Source {
  private final Feed source;
  private final Feed target;
  private Lsn sourceEnd = Lsn.ZERO;
  private Lsn targetEnd = Lsn.ZERO;

  FeedHistories(Feed source, Feed target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public @Nullable Lsn next(Lsn through) throws InterruptedException {
    Feed.Event first = source.peekBefore(through);
    if (first == null) {
      return null;
    }
    if (!(first instanceof Feed.Head head)) {
      throw MigrationException.bug("a source transaction was left in its middle");
    }
    if (through.isBefore(head.commit())) {
      return null;
    }
    source.take();
    return head.commit();
  }

  @Override
  public @Nullable RowChange change() throws InterruptedException {
    Feed.Event event = source.take();
    if (event instanceof Feed.Row row) {
      return row.change();
    }
    sourceEnd = tail(event);
    return null;
  }

  /** The changes of the target transaction whose head was just taken. */
  Histories.Target transaction() {
    return () -> {
      Feed.Event event = target.take();
      if (event instanceof Feed.Row row) {
        return row.change();
      }
      targetEnd = tail(event);
      return null;
    };
  }

  /** Past the last source transaction taken. */
  Lsn sourceEnd() {
    return sourceEnd;
  }

  /** Past the last target transaction taken. */
  Lsn targetEnd() {
    return targetEnd;
  }

  private static Lsn tail(Feed.Event event) {
    if (event instanceof Feed.Tail tail) {
      return tail.end();
    }
    throw MigrationException.bug("a transaction begins inside another");
  }
}
