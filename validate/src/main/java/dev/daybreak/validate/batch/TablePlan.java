package dev.daybreak.validate.batch;

import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import dev.daybreak.validate.core.ValueForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one table is compared: which columns, in which order, under which key, and what its shapes
 * already tell.
 *
 * @param id the table
 * @param source its shape on the source, or null when absent there
 * @param target its shape on the target, or null when absent there
 * @param columns the columns of both sides, in name order
 * @param key positions in {@code columns}; empty when the whole row is the key
 * @param drift differences of the shapes
 */
record TablePlan(
    TableId id,
    @Nullable TableShape source,
    @Nullable TableShape target,
    List<ColumnShape> columns,
    List<Integer> key,
    List<Mismatch> drift) {
  TablePlan {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    drift = List.copyOf(drift);
  }

  /** Plans one table from its shapes; at least one is there. */
  static TablePlan of(TableId id, @Nullable TableShape source, @Nullable TableShape target) {
    if (source == null || target == null) {
      return oneSided(id, source, target);
    }
    List<Mismatch> drift = new ArrayList<>();
    List<ColumnShape> common = new ArrayList<>();
    for (ColumnShape column : source.columns()) {
      Optional<ColumnShape> twin = target.column(column.name());
      if (twin.isEmpty()) {
        drift.add(absent(id, column, Side.TARGET));
      } else {
        common.add(merged(column, twin.get()));
        String type = twin.get().type();
        if (!type.equals(column.type()) && !WiderType.of(column.type(), type)) {
          drift.add(retyped(id, column, twin.get()));
        }
      }
    }
    for (ColumnShape column : target.columns()) {
      if (source.column(column.name()).isEmpty()) {
        drift.add(absent(id, column, Side.SOURCE));
      }
    }
    return new TablePlan(id, source, target, common, keyIn(common, source.key()), drift);
  }

  /** The statement that reads this table's rows on a side. */
  String copySql(Side side) {
    TableShape shape = side == Side.SOURCE ? source : target;
    List<String> names = columns.stream().map(c -> Names.quote(c.name())).toList();
    boolean plain = shape != null && shape.plain();
    if (plain && !names.isEmpty()) {
      return "COPY " + id.sql() + " (" + String.join(", ", names) + ") TO STDOUT";
    }
    return "COPY (SELECT " + String.join(", ", names) + " FROM ONLY " + id.sql() + ") TO STDOUT";
  }

  /** Whether the side has the table. */
  boolean has(Side side) {
    return (side == Side.SOURCE ? source : target) != null;
  }

  /** Why the rows are not compared, or empty. */
  String waiver() {
    if (source == null || target == null) {
      TableShape only = source == null ? target : source;
      boolean shipped = only != null && !only.extension().isEmpty();
      return shipped ? otherVersion(only.extension()) : only == null ? "" : only.waiver();
    }
    String reason = source.waiver().isEmpty() ? target.waiver() : source.waiver();
    boolean other = !source.extension().isEmpty() && !drift.isEmpty();
    return reason.isEmpty() && other ? otherVersion(source.extension()) : reason;
  }

  private static String otherVersion(String extension) {
    return "belongs to extension " + extension + ", which has it otherwise on the other side";
  }

  /** Rows to read on both sides, estimated. */
  long rowsEstimate() {
    return (source == null ? 0 : source.rows()) + (target == null ? 0 : target.rows());
  }

  /** Why the table cannot count as validated although its rows are compared, or empty. */
  String gap() {
    List<String> absent =
        drift.stream()
            .filter(m -> m.kind() == MismatchKind.COLUMN_ABSENT)
            .map(Mismatch::column)
            .toList();
    return absent.isEmpty() ? "" : "only on one side: column " + String.join(", ", absent);
  }

  private static TablePlan oneSided(
      TableId id, @Nullable TableShape source, @Nullable TableShape target) {
    TableShape shape = source == null ? target : source;
    if (shape == null) {
      throw new IllegalArgumentException("a table without a side");
    }
    Side lacking = source == null ? Side.SOURCE : Side.TARGET;
    String detail = "the table does not exist on the " + name(lacking);
    List<Mismatch> drift = List.of(new Mismatch(id, MismatchKind.SCHEMA_DRIFT, "", "", detail));
    List<Integer> key = keyIn(shape.columns(), shape.key());
    return new TablePlan(id, source, target, shape.columns(), key, drift);
  }

  private static ColumnShape merged(ColumnShape source, ColumnShape target) {
    ValueForm form = source.form() == target.form() ? source.form() : ValueForm.TEXT;
    return new ColumnShape(
        source.name(), source.type(), form, source.generated() || target.generated());
  }

  private static List<Integer> keyIn(List<ColumnShape> columns, List<String> key) {
    List<String> names = columns.stream().map(ColumnShape::name).toList();
    List<Integer> positions = key.stream().map(names::indexOf).toList();
    return positions.contains(-1) ? List.of() : positions;
  }

  private static Mismatch absent(TableId id, ColumnShape column, Side lacking) {
    String detail = "the column does not exist on the " + name(lacking);
    return new Mismatch(id, MismatchKind.COLUMN_ABSENT, "", column.name(), detail);
  }

  private static Mismatch retyped(TableId id, ColumnShape source, ColumnShape target) {
    String detail = "type " + source.type() + " became " + target.type();
    return new Mismatch(id, MismatchKind.SCHEMA_DRIFT, "", source.name(), detail);
  }

  static String name(Side side) {
    return side.name().toLowerCase(java.util.Locale.ROOT);
  }
}
