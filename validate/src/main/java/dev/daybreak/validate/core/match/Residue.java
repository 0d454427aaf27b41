package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes one side showed and the other has not, so far. Each stands in the log as a mismatch at
 * once; when the other side shows it later after all, the mismatch is replaced by what it then
 * proves to be: a torn transaction or another order. Bounded: beyond that a mismatch just stands.
 * For one thread.
 */
final class Residue {
  private static final int HELD_MAX = 20_000;

  private final MismatchLog log;
  private final Map<RowKey, List<Held>> missing = new HashMap<>();
  private final Map<RowKey, List<Held>> unexpected = new HashMap<>();
  private int held;

  Residue(MismatchLog log) {
    this.log = log;
  }

  /** A change and its mismatch. */
  private static final class Held {
    final RowChange change;
    final boolean torn;
    final long number;
    boolean overtaken;

    Held(RowChange change, boolean torn, long number) {
      this.change = change;
      this.torn = torn;
      this.number = number;
    }
  }

  /** Compares a source change with a target change. */
  interface Same {
    boolean same(RowChange source, RowChange target);
  }

  boolean isEmpty() {
    return held == 0;
  }

  /** A source change the target passed over. */
  void missing(RowChange change, RowKey key, boolean torn, MismatchKind kind, Same same) {
    Held early = take(unexpected, key, held -> same.same(change, held.change));
    if (early != null) {
      replace(early, key, MismatchKind.REORDERED, change);
      return;
    }
    String detail = "the change committed at " + change.commit() + " was passed over";
    hold(missing, key, change, torn, log.add(mismatch(key, kind, "", detail)));
  }

  /** A target change the source does not have there. */
  void unexpected(RowChange change, RowKey key, MismatchKind kind, Same same) {
    if (explain(change, key, same)) {
      return;
    }
    String detail = lower(change) + " on the target at " + change.commit();
    hold(unexpected, key, change, false, log.add(mismatch(key, kind, "", detail)));
  }

  /** Two versions of one row that differ. */
  void differing(RowChange source, RowChange target, RowKey key, String columns, boolean meaning) {
    MismatchKind kind = meaning ? MismatchKind.REPRESENTATION_ONLY : MismatchKind.VALUE_MISMATCH;
    String detail = lower(source) + " committed at " + source.commit();
    log.add(mismatch(key, kind, columns, detail));
  }

  /** Whether the target change is one that was missing before; then its mismatch is replaced. */
  boolean explain(RowChange change, RowKey key, Same same) {
    Held late = take(missing, key, held -> same.same(held.change, change));
    if (late == null) {
      return false;
    }
    MismatchKind order = late.overtaken ? MismatchKind.REORDERED : MismatchKind.REORDERED_BENIGN;
    replace(late, key, late.torn ? MismatchKind.TORN_TRANSACTION : order, late.change);
    return true;
  }

  /** Notes that a row moved on: what is missing of it was overtaken. */
  void overtake(RowKey key) {
    for (Held held : missing.getOrDefault(key, List.of())) {
      held.overtaken = true;
    }
  }

  /** Notes a mismatch that nothing later explains. */
  void note(RowKey key, MismatchKind kind, String detail) {
    log.add(mismatch(key, kind, "", detail));
  }

  private interface Choice {
    boolean fits(Held held);
  }

  private @Nullable Held take(Map<RowKey, List<Held>> where, RowKey key, Choice choice) {
    List<Held> candidates = where.getOrDefault(key, List.of());
    for (Iterator<Held> each = candidates.iterator(); each.hasNext(); ) {
      Held candidate = each.next();
      if (choice.fits(candidate)) {
        each.remove();
        held--;
        if (candidates.isEmpty()) {
          where.remove(key);
        }
        return candidate;
      }
    }
    return null;
  }

  private void hold(
      Map<RowKey, List<Held>> where, RowKey key, RowChange change, boolean torn, long number) {
    if (held < HELD_MAX) {
      where.computeIfAbsent(key, k -> new ArrayList<>()).add(new Held(change, torn, number));
      held++;
    }
  }

  private void replace(Held before, RowKey key, MismatchKind kind, RowChange source) {
    log.remove(before.number);
    log.add(mismatch(key, kind, "", "the change committed at " + source.commit()));
  }

  private static Mismatch mismatch(RowKey key, MismatchKind kind, String columns, String detail) {
    return new Mismatch(key.table(), kind, key.hex(), columns, detail);
  }

  private static String lower(RowChange change) {
    return change.op().name().toLowerCase(java.util.Locale.ROOT);
  }
}
