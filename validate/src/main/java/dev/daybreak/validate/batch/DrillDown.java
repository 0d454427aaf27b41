package dev.daybreak.validate.batch;

import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import dev.daybreak.validate.core.DifferenceClass;
import dev.daybreak.validate.core.Digest;
import dev.daybreak.validate.core.Hasher;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names what differs: reads the sampled rows again under the same snapshots and compares them
 * column by column. Values stay inside; columns and classes come out.
 */
final class DrillDown {
  private final SnapshotSessions sessions;
  private final TablePlan plan;

  DrillDown(SnapshotSessions sessions, TablePlan plan) {
    this.sessions = sessions;
    this.plan = plan;
  }

  /** One mismatch for each sample, or one per column where a row differs. */
  List<Mismatch> explain(List<JoinResult.Sample> samples) throws SQLException {
    Set<Digest> wanted = new HashSet<>();
    for (JoinResult.Sample sample : samples) {
      if (comparesColumns(sample)) {
        wanted.add(sample.key());
      }
    }
    Map<Digest, Row> source = wanted.isEmpty() ? Map.of() : read(Side.SOURCE, wanted);
    Map<Digest, Row> target = wanted.isEmpty() ? Map.of() : read(Side.TARGET, wanted);
    List<Mismatch> mismatches = new ArrayList<>();
    for (JoinResult.Sample sample : samples) {
      Row left = source.get(sample.key());
      Row right = target.get(sample.key());
      if (comparesColumns(sample) && left != null && right != null) {
        mismatches.addAll(columns(sample, left, right));
      } else {
        mismatches.add(whole(sample));
      }
    }
    return mismatches;
  }

  private static boolean comparesColumns(JoinResult.Sample sample) {
    return sample.kind() == MismatchKind.VALUE_MISMATCH
        || sample.kind() == MismatchKind.REPRESENTATION_ONLY;
  }

  private Map<Digest, Row> read(Side side, Set<Digest> wanted) throws SQLException {
    Map<Digest, Row> found = new HashMap<>();
    RowDigester digester = new RowDigester(plan);
    return sessions.run(
        side,
        connection -> {
          TableScan.run(
              connection,
              plan,
              side,
              row -> {
                digester.digestKey(row);
                Digest key = digester.key().value();
                if (wanted.contains(key) && !found.containsKey(key)) {
                  found.put(key, keep(digester, row));
                }
              });
          return found;
        });
  }

  private Row keep(RowDigester digester, CopyRow row) {
    digester.digest(row);
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < plan.columns().size(); i++) {
      texts.add(row.text(i));
    }
    return new Row(texts, digester.semantic());
  }

  private List<Mismatch> columns(JoinResult.Sample sample, Row source, Row target) {
    boolean sameMeaning = source.semantic().equals(target.semantic());
    MismatchKind kind =
        sameMeaning ? MismatchKind.REPRESENTATION_ONLY : MismatchKind.VALUE_MISMATCH;
    List<Mismatch> mismatches = new ArrayList<>();
    for (int i = 0; i < plan.columns().size(); i++) {
      String left = source.texts().get(i);
      String right = target.texts().get(i);
      if (!Objects.equals(left, right)) {
        ColumnShape column = plan.columns().get(i);
        DifferenceClass what = DifferenceClass.of(column.type(), column.generated(), left, right);
        mismatches.add(
            new Mismatch(plan.id(), kind, Hasher.shown(sample.key()), column.name(), what.label()));
      }
    }
    return mismatches;
  }

  private Mismatch whole(JoinResult.Sample sample) {
    String detail =
        switch (sample.kind()) {
          case MISSING_ROW -> rows(sample.sourceCount()) + " on the source only";
          case EXTRA_ROW -> rows(sample.targetCount()) + " on the target only";
          default ->
              sample.sourceCount() + " on the source, " + sample.targetCount() + " on the target";
        };
    return new Mismatch(plan.id(), sample.kind(), Hasher.shown(sample.key()), "", detail);
  }

  private static String rows(long count) {
    return count == 1 ? "one row" : count + " rows";
  }

  /**
   * A row kept for comparison.
   *
   * @param texts one per column
   * @param semantic digest of its meaning
   */
  private record Row(List<@Nullable String> texts, Digest semantic) {}
}
