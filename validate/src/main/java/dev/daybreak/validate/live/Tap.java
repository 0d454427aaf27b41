package dev.daybreak.validate.live;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.postgres.LogStream;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.validate.core.match.RowChange;
import dev.daybreak.validate.core.match.RowShape;
import dev.daybreak.validate.core.match.Tag;
import dev.daybreak.validate.live.PgOutputDecoder.Fields;
import dev.daybreak.validate.live.PgOutputDecoder.Shape;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one side's stream into its feed: user tables only, transactions without any left out. On
 * the source a transaction that carries a tag is an echo of the reverse stream and left out too; on
 * the target the tag is what its head shows. Runs on a thread of its own until closed or broken.
 */
final class Tap implements Runnable, PgOutputDecoder.Listener {
  private static final long IDLE_MILLIS = 2;

  private final LogStream stream;
  private final Feed feed;
  private final boolean onSource;
  private final IntPredicate holdsRows;
  private final CellReader reader = new CellReader();
  private Lsn commit = Lsn.ZERO;
  private @Nullable Tag tag;
  private boolean echo;
  private boolean open;
  private volatile @Nullable Exception failure;

  /**
   * A tap on a stream.
   *
   * @param holdsRows whether the table of an OID holds rows itself, as partitioned parents do not
   */
  Tap(LogStream stream, Feed feed, boolean onSource, IntPredicate holdsRows) {
    this.stream = stream;
    this.feed = feed;
    this.onSource = onSource;
    this.holdsRows = holdsRows;
  }

  /** Why it ended, or null while it runs. */
  @Nullable Exception failure() {
    return failure;
  }

  @Override
  public void run() {
    PgOutputDecoder decoder = new PgOutputDecoder(this);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        ByteBuffer message = stream.poll();
        if (message != null) {
          decoder.decode(message);
        } else {
          feed.passed(stream.received());
          Thread.sleep(IDLE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Feed.Closed e) {
      // The watch ends.
    } catch (SQLException | RuntimeException e) {
      failure = e instanceof Broken broken ? broken.cause : e;
    } finally {
      feed.close();
    }
  }

  @Override
  public void begin(Lsn commitAt) {
    commit = commitAt;
    tag = null;
    echo = false;
    open = false;
  }

  @Override
  public void commit(Lsn commitAt, Lsn end) {
    if (!open && tag != null && !onSource) {
      head();
    }
    if (open) {
      put(new Feed.Tail(end));
    }
    feed.passed(end);
  }

  @Override
  public void message(String prefix, String content) {
    if (!prefix.equals(Tag.PREFIX) || open) {
      return;
    }
    echo = onSource;
    tag = Tag.parse(content).orElse(null);
  }

  @Override
  public void insert(Shape shape, Fields row) {
    if (concerns(shape)) {
      put(RowChange.insert(reader.shape(shape), commit, reader.cells(shape, row)));
    }
  }

  @Override
  public void update(Shape shape, @Nullable Fields old, Fields row) {
    if (concerns(shape)) {
      put(
          RowChange.update(
              reader.shape(shape),
              commit,
              old == null ? null : reader.cells(shape, old),
              reader.cells(shape, row)));
    }
  }

  @Override
  public void delete(Shape shape, Fields old) {
    if (concerns(shape)) {
      put(RowChange.delete(reader.shape(shape), commit, reader.cells(shape, old)));
    }
  }

  @Override
  public void truncate(List<Shape> shapes) {
    shapes.stream()
        .filter(s -> concerns(s) && holdsRows.test(s.oid()))
        .map(reader::shape)
        .sorted(Comparator.comparing(RowShape::table))
        .forEach(s -> put(RowChange.truncate(s, commit)));
  }

  private boolean concerns(Shape shape) {
    return !echo && !shape.table().schema().equals(MetadataSchema.NAME);
  }

  private void put(RowChange change) {
    if (!open) {
      head();
    }
    put(new Feed.Row(change));
  }

  private void head() {
    open = true;
    put(new Feed.Head(commit, tag));
  }

  private void put(Feed.Event event) {
    try {
      while (!feed.offer(event)) {
        stream.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Feed.Closed();
    } catch (SQLException e) {
      throw new Broken(e);
    }
  }

  /** Carries a broken stream out of a listener. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException cause;

    Broken(SQLException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
