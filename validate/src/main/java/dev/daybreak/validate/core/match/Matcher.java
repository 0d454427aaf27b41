package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares two histories of row changes. Each target transaction says which source positions it
 * carries; its changes must be the source's in that range, all of them, in order. Only positions
 * decide: a change is missing when the target's own log has passed it, never because time passed.
 *
 * <p>Both histories are read change by change, so equal transactions of any size need no memory.
 * From the first difference on, the rest of the range is kept, up to a bound, and diagnosed.
 *
 * <p>A value that only one side shows (TOAST one side left out) is an obligation: a later batch
 * covers it. One that both leave out was touched by neither and is as equal as it was before.
 *
 * <p>For one thread; the counters may be read by others.
 */
public final class Matcher {
  private static final int DIAGNOSED_MAX = 20_000;
  private static final int RECENT_MAX = 512;

  /** More than any applier of ours lets a change be overtaken. */
  private static final int OVERTAKEN_MAX = 5_000;

  private final String channel;
  private final Histories.Source source;
  private final Supplier<Map<TableId, Lsn>> loadedAt;
  private final DroppedTables dropped;
  private final MismatchLog log;
  private final Shapes shapes;
  private final Residue residue;
  private final Lsn sourceStart;
  private final boolean resumed;
  private final boolean confirmed;
  private Map<TableId, Lsn> skips = Map.of();
  private @Nullable Lsn lastBegun;
  private final Deque<RowChange> recent = new ArrayDeque<>();
  private boolean settled;

  private volatile @Nullable Lsn through;
  private volatile @Nullable Lsn watchedSince;
  private volatile long transactions;
  private volatile long changes;
  private volatile long obligations;

  /**
   * A matcher at the start of both histories.
   *
   * @param channel whose tags count; any other is a stranger's
   * @param source the source's history
   * @param start where it begins
   * @param loadedAt for each table the position of the snapshot it was loaded under: earlier
   *     changes of it are not applied
   * @param dropped tables that neither side has any more
   * @param log where mismatches go
   */
  public Matcher(
      String channel,
      Histories.Source source,
      Start start,
      Supplier<Map<TableId, Lsn>> loadedAt,
      DroppedTables dropped,
      MismatchLog log) {
    this.dropped = dropped;
    this.channel = channel;
    this.source = source;
    this.loadedAt = loadedAt;
    this.log = log;
    this.shapes = new Shapes(log);
    this.residue = new Residue(log);
    this.sourceStart = start.source();
    this.resumed = start.resumed();
    this.confirmed = start.confirmed();
    this.through = start.applied();
    Lsn applied = start.applied();
    if (start.watchedSince() != null) {
      watchedSince = start.watchedSince();
    } else if (applied != null && !applied.isBefore(sourceStart)) {
      watchedSince = new Lsn(applied.value() + 1);
    }
  }

  /**
   * Where the histories begin.
   *
   * @param source every source transaction committed at or after this is in its history
   * @param applied what the target had applied where its history begins, when known
   * @param resumed whether an earlier watch had begun: target transactions may come again
   * @param watchedSince since when that watch was complete, when known
   * @param confirmed whether that watch had matched every source transaction before {@code source};
   *     without that, ones from before may be in the first target transactions
   */
  public record Start(
      Lsn source,
      @Nullable Lsn applied,
      boolean resumed,
      @Nullable Lsn watchedSince,
      boolean confirmed) {
    /** The start of a first watch, or of one that goes on where an earlier one had confirmed. */
    public Start(Lsn source, @Nullable Lsn applied, boolean resumed, @Nullable Lsn watchedSince) {
      this(source, applied, resumed, watchedSince, resumed);
    }
  }

  /** Everything up to here, itself included, is matched; null before the first. */
  public @Nullable Lsn through() {
    return through;
  }

  /** Every source commit at or after this is compared; null while not known. */
  public @Nullable Lsn watchedSince() {
    return watchedSince;
  }

  public long transactions() {
    return transactions;
  }

  public long changes() {
    return changes;
  }

  public long obligations() {
    return obligations;
  }

  /**
   * Compares one target transaction. Waits, through the history, until the source's is known as far
   * as the tag says.
   *
   * @param tag its tag, or null when it has none
   */
  public void match(@Nullable Tag tag, Histories.Target target) throws InterruptedException {
    if (tag == null || !tag.channel().equals(channel)) {
      allUnexpected(target, MismatchKind.UNEXPECTED_WRITE);
    } else if (through != null && tag.to().compareTo(through) <= 0) {
      repeated(tag, target);
    } else if (isBeforeWatch(tag)) {
      passOver(tag, target);
    } else {
      range(tag, target);
    }
  }

  private boolean isBeforeWatch(Tag tag) {
    return tag.to().isBefore(sourceStart) || !confirmed && tag.from().isBefore(sourceStart);
  }

  /**
   * A range the source's history does not hold whole: what it holds is the end of the range, and
   * must be the end of the target transaction. Where that is too large to keep, the watch begins
   * after it.
   */
  private void passOver(Tag tag, Histories.Target target) throws InterruptedException {
    List<RowChange> sources = new ArrayList<>();
    List<RowChange> targets = new ArrayList<>();
    long beyond = 0;
    for (RowChange c = target.change(); c != null; c = target.change()) {
      beyond += keep(targets, c);
    }
    while (source.next(tag.to()) != null) {
      for (RowChange c = source.change(); c != null; c = source.change()) {
        beyond += keep(sources, c);
      }
    }
    through = tag.to();
    boolean reached = !tag.to().isBefore(sourceStart);
    if (reached && beyond == 0) {
      List<RowChange> due = due(sources);
      settle(due, Overtaken.lastOf(targets, due), null);
    }
    if (watchedSince == null && reached) {
      watchedSince = beyond == 0 ? sourceStart : new Lsn(tag.to().value() + 1);
    }
  }

  private void repeated(Tag tag, Histories.Target target) throws InterruptedException {
    if (resumed && !settled) {
      drain(target);
    } else {
      allUnexpected(target, MismatchKind.DUPLICATE_APPLY);
    }
  }

  private void range(Tag tag, Histories.Target target) throws InterruptedException {
    Lsn before = through;
    boolean unproven = false;
    if (!settled) {
      unproven = drainSource(before == null ? tag.from() : before) && before == null;
    }
    settled = true;
    if (unproven || watchedSince == null) {
      watchedSince = new Lsn(Math.max(tag.from().value() + 1, sourceStart.value()));
    }
    if (before != null && before.isBefore(tag.from())) {
      gap(tag.from());
    }
    compare(tag, target);
    through = tag.to();
  }

  /** Source transactions that no target transaction claims. */
  private void gap(Lsn end) throws InterruptedException {
    List<RowChange> passed = new ArrayList<>();
    long beyond = 0;
    while (source.next(end) != null) {
      for (RowChange c = source.change(); c != null; c = source.change()) {
        beyond += keepDue(passed, c);
      }
    }
    List<RowChange> due = due(passed);
    new RangeDiagnosis(shapes, residue, null, recent).run(due, List.of());
    beyond(passed, beyond, MismatchKind.MISSING_CHANGE);
  }

  /** Table by table in order: which table's rows come first inside a range nobody can see. */
  private void compare(Tag tag, Histories.Target target) throws InterruptedException {
    lastBegun = null;
    Overtaken overtaken = new Overtaken();
    Lsn open = source.next(tag.to());
    Lsn matched = null;
    for (RowChange right = target.change(); right != null; right = target.change()) {
      RowChange left = overtaken.take(right.shape().table());
      while (left == null && overtaken.size() < OVERTAKEN_MAX) {
        RowChange next = nextSource(open, tag.to());
        open = next == null ? null : next.commit();
        if (next == null) {
          break;
        }
        left = overtaken.offer(next, right.shape().table());
      }
      if (left == null || !shapes.same(left, right)) {
        diagnose(tag, target, overtaken.rest(left), open, right, matched);
        return;
      }
      count(left, right);
      matched = left.commit();
    }
    RowChange left = nextSource(open, tag.to());
    if (left != null || overtaken.size() > 0) {
      open = left == null ? null : left.commit();
      diagnose(tag, target, overtaken.rest(left), open, null, matched);
    }
  }

  private void count(RowChange left, RowChange right) {
    changes = changes + 1;
    recent.add(left);
    if (recent.size() > RECENT_MAX) {
      recent.remove();
    }
    if (shapes.pair(left.shape(), right.shape()).halfObserved(left, right)) {
      obligations = obligations + 1;
    }
    if (!residue.isEmpty()) {
      residue.overtake(shapes.sourceKey(left));
    }
  }

  private @Nullable RowChange nextSource(@Nullable Lsn open, Lsn end) throws InterruptedException {
    RowChange change = open == null ? null : source.change();
    while (change == null || isSkipped(change)) {
      if (change == null && source.next(end) == null) {
        return null;
      }
      change = source.change();
    }
    if (!change.commit().equals(lastBegun)) {
      lastBegun = change.commit();
      transactions = transactions + 1;
    }
    return change;
  }

  private void diagnose(
      Tag tag,
      Histories.Target target,
      List<RowChange> seen,
      @Nullable Lsn open,
      @Nullable RowChange right,
      @Nullable Lsn matched)
      throws InterruptedException {
    List<RowChange> sources = new ArrayList<>(seen);
    List<RowChange> targets = new ArrayList<>();
    long beyond = 0;
    RowChange left = nextSource(open, tag.to());
    for (RowChange c = left; c != null; c = nextSource(c.commit(), tag.to())) {
      beyond += keepDue(sources, c);
    }
    for (RowChange c = right; c != null; c = target.change()) {
      beyond += keep(targets, c);
    }
    settle(due(sources), targets, matched);
    beyond(sources.isEmpty() ? targets : sources, beyond, MismatchKind.VALUE_MISMATCH);
  }

  /** Counts what is equal at the beginning and diagnoses the rest. */
  private void settle(List<RowChange> due, List<RowChange> shown, @Nullable Lsn matched) {
    List<RowChange> targets = Overtaken.inOrderOf(due, shown);
    int equal = 0;
    while (equal < due.size()
        && equal < targets.size()
        && shapes.same(due.get(equal), targets.get(equal))) {
      count(due.get(equal), targets.get(equal));
      equal++;
    }
    Lsn begun = equal > 0 ? due.get(equal - 1).commit() : matched;
    List<RowChange> restSource = due.subList(equal, due.size());
    List<RowChange> restTarget = targets.subList(equal, targets.size());
    if (!restSource.isEmpty() || !restTarget.isEmpty()) {
      new RangeDiagnosis(shapes, residue, begun, recent).run(restSource, restTarget);
    }
  }

  private static int keep(List<RowChange> kept, RowChange change) {
    if (kept.size() < DIAGNOSED_MAX) {
      kept.add(change);
      return 0;
    }
    return 1;
  }

  /** A change of a table that was dropped since is nothing the target could show. */
  private int keepDue(List<RowChange> kept, RowChange change) {
    return dropped.isDropped(change.shape().table()) ? 0 : keep(kept, change);
  }

  /** The changes of which the target was not loaded already. */
  private List<RowChange> due(List<RowChange> all) {
    if (all.isEmpty()) {
      return all;
    }
    skips = loadedAt.get();
    dropped.forget();
    return all.stream()
        .filter(c -> !isSkipped(c) && !dropped.isDropped(c.shape().table()))
        .toList();
  }

  private boolean isSkipped(RowChange change) {
    Lsn loaded = skips.get(change.shape().table());
    return loaded != null && change.commit().isBefore(loaded)
        || dropped.isKnown(change.shape().table());
  }

  private void beyond(List<RowChange> kept, long dropped, MismatchKind kind) {
    if (dropped > 0) {
      TableId table = kept.get(kept.size() - 1).shape().table();
      String detail = dropped + " further changes of the range were not diagnosed";
      log.add(new Mismatch(table, kind, "", "", detail));
    }
  }

  private void allUnexpected(Histories.Target target, MismatchKind kind)
      throws InterruptedException {
    for (RowChange c = target.change(); c != null; c = target.change()) {
      RowKey key = shapes.targetKey(c);
      if (key.whole()) {
        residue.note(key, MismatchKind.TRUNCATE_MISMATCH, "only the target emptied the table");
      } else {
        residue.unexpected(c, key, kind, shapes);
      }
    }
  }

  private static void drain(Histories.Target target) throws InterruptedException {
    RowChange change = target.change();
    while (change != null) {
      change = target.change();
    }
  }

  /** Reads past source transactions; whether there were any. */
  private boolean drainSource(Lsn end) throws InterruptedException {
    boolean any = false;
    while (source.next(end) != null) {
      any = true;
      RowChange change = source.change();
      while (change != null) {
        change = source.change();
      }
    }
    return any;
  }
}
