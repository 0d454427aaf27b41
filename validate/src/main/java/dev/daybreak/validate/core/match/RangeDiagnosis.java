package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.verdict.MismatchKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out in what way the changes of one range differ, once it is known that they do. Row by row:
 * both sides' changes of a row are put side by side, equal ends are taken off, and what remains in
 * the middle tells the class. When no row differs the order of rows did. For one thread, one range.
 */
final class RangeDiagnosis {
  private final Shapes shapes;
  private final Residue residue;
  private final Collection<RowChange> recent;
  private final Set<Lsn> begun = new HashSet<>();
  private final Map<RowKey, Rows> rows = new LinkedHashMap<>();
  private boolean rowsAgree = true;

  /**
   * A diagnosis of what remains of a range.
   *
   * @param begunAt the transaction whose first changes matched, if any
   * @param recent source changes that matched lately
   */
  RangeDiagnosis(
      Shapes shapes, Residue residue, @Nullable Lsn begunAt, Collection<RowChange> recent) {
    this.shapes = shapes;
    this.residue = residue;
    this.recent = recent;
    if (begunAt != null) {
      begun.add(begunAt);
    }
  }

  /** The two sides' changes of one row. */
  private record Rows(List<RowChange> source, List<RowChange> target) {}

  /** Names all differences between the changes that remain; none of them need be equal. */
  void run(List<RowChange> source, List<RowChange> target) {
    learnShapes(source, target);
    source.forEach(c -> at(shapes.sourceKey(c)).source().add(c));
    target.forEach(c -> at(shapes.targetKey(c)).target().add(c));
    rows.values().forEach(this::noteBegun);
    rows.forEach(this::resolve);
    if (rowsAgree && !source.isEmpty()) {
      boolean emptied = rows.keySet().stream().anyMatch(RowKey::whole);
      MismatchKind kind = emptied ? MismatchKind.REORDERED : MismatchKind.REORDERED_BENIGN;
      String detail = "rows of one transaction in another order, up to " + last(source).commit();
      residue.note(shapes.sourceKey(source.get(0)), kind, detail);
    }
  }

  /** Both shapes of a table must be known before its keys are compared. */
  private void learnShapes(List<RowChange> source, List<RowChange> target) {
    source.forEach(shapes::sourceKey);
    target.forEach(shapes::targetKey);
  }

  private Rows at(RowKey key) {
    return rows.computeIfAbsent(key, k -> new Rows(new ArrayList<>(), new ArrayList<>()));
  }

  private void noteBegun(Rows both) {
    for (RowChange change : both.source()) {
      if (both.target().stream().anyMatch(t -> shapes.same(change, t))) {
        begun.add(change.commit());
      }
    }
  }

  private void resolve(RowKey key, Rows both) {
    List<RowChange> source = new ArrayList<>(both.source());
    List<RowChange> target = new ArrayList<>(both.target());
    while (!source.isEmpty() && !target.isEmpty() && shapes.same(source.get(0), target.get(0))) {
      source.remove(0);
      target.remove(0);
    }
    while (!source.isEmpty() && !target.isEmpty() && shapes.same(last(source), last(target))) {
      source.remove(source.size() - 1);
      target.remove(target.size() - 1);
    }
    if (source.isEmpty() && target.isEmpty()) {
      return;
    }
    rowsAgree = false;
    if (isPermutation(source, target)) {
      residue.note(key, MismatchKind.REORDERED, "changes of one row in another order");
      return;
    }
    int paired = Math.min(source.size(), target.size());
    for (int i = 0; i < paired; i++) {
      compare(key, source.get(i), target.get(i));
    }
    boolean laterSeen = !both.target().isEmpty();
    source.subList(paired, source.size()).forEach(c -> missing(key, c, laterSeen));
    target.subList(paired, target.size()).forEach(c -> unexpected(key, c, both.source()));
  }

  private boolean isPermutation(List<RowChange> source, List<RowChange> target) {
    if (source.size() != target.size()) {
      return false;
    }
    List<RowChange> left = new ArrayList<>(target);
    for (RowChange change : source) {
      int found = -1;
      for (int i = 0; i < left.size() && found < 0; i++) {
        found = shapes.same(change, left.get(i)) ? i : -1;
      }
      if (found < 0) {
        return false;
      }
      left.remove(found);
    }
    return true;
  }

  private void compare(RowKey key, RowChange source, RowChange target) {
    if (key.whole()) {
      return;
    }
    if (source.op() != target.op() || residue.explain(target, key, shapes)) {
      missing(key, source, false);
      unexpected(key, target, List.of());
      return;
    }
    ShapePair pair = shapes.pair(source.shape(), target.shape());
    String columns = String.join(", ", pair.differing(source, target));
    residue.differing(source, target, key, columns, pair.sameMeaning(source, target));
  }

  private void missing(RowKey key, RowChange change, boolean laterSeen) {
    if (key.whole()) {
      residue.note(key, MismatchKind.TRUNCATE_MISMATCH, "only the source emptied the table");
      return;
    }
    boolean torn = begun.contains(change.commit());
    MismatchKind kind = laterSeen ? MismatchKind.SKIPPED_VERSION : MismatchKind.MISSING_CHANGE;
    residue.missing(change, key, torn, kind, shapes);
  }

  private void unexpected(RowKey key, RowChange change, List<RowChange> source) {
    if (key.whole()) {
      residue.note(key, MismatchKind.TRUNCATE_MISMATCH, "only the target emptied the table");
      return;
    }
    boolean again =
        Stream.concat(source.stream(), recent.stream()).anyMatch(c -> shapes.same(c, change));
    MismatchKind kind = again ? MismatchKind.DUPLICATE_APPLY : MismatchKind.UNEXPECTED_WRITE;
    residue.unexpected(change, key, kind, shapes);
  }

  private static RowChange last(List<RowChange> changes) {
    return changes.get(changes.size() - 1);
  }
}
