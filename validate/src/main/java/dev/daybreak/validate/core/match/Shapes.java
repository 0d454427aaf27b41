package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The latest pair of shapes of each table; tells of columns only one stream shows. */
final class Shapes implements Residue.Same {
  private final MismatchLog log;
  private final Map<TableId, ShapePair> pairs = new HashMap<>();
  private final Map<TableId, RowShape> sources = new HashMap<>();
  private final Map<TableId, RowShape> targets = new HashMap<>();

  Shapes(MismatchLog log) {
    this.log = log;
  }

  @Override
  public boolean same(RowChange source, RowChange target) {
    return source.shape().table().equals(target.shape().table())
        && pair(source.shape(), target.shape()).same(source, target);
  }

  ShapePair pair(RowShape source, RowShape target) {
    ShapePair known = pairs.get(source.table());
    if (known != null && known.isOf(source, target)) {
      return known;
    }
    ShapePair made = new ShapePair(source, target);
    sources.put(source.table(), source);
    targets.put(target.table(), target);
    ShapePair before = pairs.put(source.table(), made);
    List<String> lonely = made.lonely();
    if (!lonely.isEmpty() && (before == null || !before.lonely().equals(lonely))) {
      String detail = "only one side's stream shows the column";
      log.add(
          new Mismatch(
              source.table(), MismatchKind.SCHEMA_DRIFT, "", String.join(", ", lonely), detail));
    }
    return made;
  }

  /** The row a source change is about. */
  RowKey sourceKey(RowChange change) {
    sources.put(change.shape().table(), change.shape());
    RowShape twin = targets.getOrDefault(change.shape().table(), change.shape());
    return pair(change.shape(), twin).key(change, true);
  }

  /** The row a target change is about. */
  RowKey targetKey(RowChange change) {
    targets.put(change.shape().table(), change.shape());
    RowShape twin = sources.getOrDefault(change.shape().table(), change.shape());
    return pair(twin, change.shape()).key(change, false);
  }
}
