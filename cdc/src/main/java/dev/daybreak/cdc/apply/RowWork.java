package dev.daybreak.cdc.apply;

import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.change.Cell;
import dev.daybreak.kernel.change.Change;
import dev.daybreak.kernel.change.Tuple;
import dev.daybreak.kernel.error.MigrationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Turns row changes of one table into statements. Statements of the same shape are the same object,
 * so that they can run together. For one thread.
 *
 * <p>What is left out of an update's SET: values the stream does not carry (unchanged TOAST), and
 * {@code GENERATED ALWAYS AS IDENTITY} columns, which PostgreSQL lets nobody update. Where such a
 * column did change on the capturing side (by {@code SET c = DEFAULT}), the row is deleted and
 * inserted anew in one statement.
 */
final class RowWork {
  private final TargetTable table;
  private final List<Integer> carried;
  private final Map<String, Shape> shapes = new HashMap<>();

  /**
   * @param carried which of a row's values the table has, in its order; empty when it has all
   */
  RowWork(TargetTable table, List<Integer> carried) {
    this.table = table;
    this.carried = List.copyOf(carried);
  }

  TableId id() {
    return table.id();
  }

  private Tuple carried(Tuple row) {
    return carried.isEmpty() ? row : new Tuple(carried.stream().map(row.cells()::get).toList());
  }

  Work insert(Change.Insert insert) {
    Tuple row = carried(insert.row());
    StringJoiner names = new StringJoiner(", ", "(", ")");
    StringJoiner marks = new StringJoiner(", ", "(", ")");
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      names.add(column(i).sql());
      marks.add("?");
      values.add(text(row, i));
    }
    String target = "INSERT INTO " + table.id().sql();
    String sql =
        values.isEmpty()
            ? target + " DEFAULT VALUES"
            : target + " " + names + overriding() + " VALUES " + marks;
    return new Work(shape(sql, "insert"), values, null);
  }

  Work delete(Change.Delete delete) {
    Where where = where(carried(delete.old()));
    String sql = "DELETE FROM ONLY " + table.id().sql() + " WHERE " + where.condition();
    return new Work(shape(sql, "delete"), where.values(), null);
  }

  Work update(Change.Update update) {
    Tuple old = update.old() == null ? null : carried(update.old());
    Tuple row = carried(update.row());
    Where where = where(old == null ? row : old);
    StringJoiner set = new StringJoiner(", ");
    StringBuilder guard = new StringBuilder();
    List<@Nullable String> values = new ArrayList<>();
    List<@Nullable String> guardValues = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (row.cells().get(i) == Cell.UNCHANGED) {
        continue;
      }
      if (!column(i).identityAlways()) {
        set.add(column(i).sql() + " = ?");
        values.add(text(row, i));
      } else if (old != null && known(old, i)) {
        if (!old.cells().get(i).equals(row.cells().get(i))) {
          return replace(where, row);
        }
      } else if (!table.key().contains(i)) {
        guard.append(" AND ").append(column(i).equalsParameter());
        guardValues.add(text(row, i));
      }
    }
    if (values.isEmpty()) {
      set.add(unchanged());
    }
    values.addAll(where.values());
    values.addAll(guardValues);
    String sql =
        "UPDATE ONLY " + table.id().sql() + " SET " + set + " WHERE " + where.condition() + guard;
    Work fallback = guard.isEmpty() ? null : replace(where, row);
    return new Work(shape(sql, "update"), values, fallback);
  }

  /** Whether the old row says what the column held: the key's columns, or all under FULL. */
  private boolean known(Tuple old, int column) {
    return table.key().contains(column) || old.cells().get(column) != Cell.NULL;
  }

  private String unchanged() {
    for (TargetColumn column : table.columns()) {
      if (!column.identityAlways()) {
        return column.sql() + " = " + column.sql();
      }
    }
    return column(0).sql() + " = DEFAULT";
  }

  private Work replace(Where where, Tuple row) {
    StringJoiner names = new StringJoiner(", ");
    StringJoiner sources = new StringJoiner(", ");
    List<@Nullable String> values = new ArrayList<>(where.values());
    for (int i = 0; i < table.columns().size(); i++) {
      names.add(column(i).sql());
      if (row.cells().get(i) == Cell.UNCHANGED) {
        sources.add("gone." + column(i).sql());
      } else {
        sources.add("?::" + column(i).castSql());
        values.add(text(row, i));
      }
    }
    String sql =
        "WITH gone AS (DELETE FROM ONLY "
            + table.id().sql()
            + " WHERE "
            + where.condition()
            + " RETURNING *) INSERT INTO "
            + table.id().sql()
            + " ("
            + names
            + ")"
            + overriding()
            + " SELECT "
            + sources
            + " FROM gone";
    return new Work(shape(sql, "update"), values, null);
  }

  private Where where(Tuple row) {
    return table.key().isEmpty() ? byWholeRow(row) : byKey(row);
  }

  private Where byKey(Tuple row) {
    StringJoiner condition = new StringJoiner(" AND ");
    List<@Nullable String> values = new ArrayList<>();
    for (int i : table.key()) {
      condition.add(column(i).equalsParameter());
      values.add(text(row, i));
    }
    return new Where(condition.toString(), values);
  }

  /** One row among those that read the same; which of them makes no difference. */
  private Where byWholeRow(Tuple row) {
    StringJoiner condition = new StringJoiner(" AND ");
    condition.add("true");
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      String value = text(row, i);
      if (!column(i).exact()) {
        condition.add(column(i).sameText());
        values.add(value);
      } else if (value == null) {
        condition.add(column(i).sql() + " IS NULL");
      } else {
        condition.add(column(i).equalsParameter());
        values.add(value);
      }
    }
    return new Where(
        "ctid = (SELECT ctid FROM ONLY " + table.id().sql() + " WHERE " + condition + " LIMIT 1)",
        values);
  }

  private String overriding() {
    boolean needed = table.columns().stream().anyMatch(TargetColumn::identityAlways);
    return needed ? " OVERRIDING SYSTEM VALUE" : "";
  }

  private @Nullable String text(Tuple row, int i) {
    Cell cell = row.cells().get(i);
    if (cell instanceof Cell.Text text) {
      return text.text();
    }
    if (cell == Cell.NULL) {
      return null;
    }
    throw MigrationException.bug(
        "the stream does not carry column " + column(i).name() + " of " + table.id());
  }

  private TargetColumn column(int i) {
    return table.columns().get(i);
  }

  private Shape shape(String sql, String verb) {
    return shapes.computeIfAbsent(sql, text -> new Shape(text, verb, table.id().toString()));
  }

  private record Where(String condition, List<@Nullable String> values) {}
}
