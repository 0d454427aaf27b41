package dev.daybreak.schema.amend;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.kernel.TableId;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The columns of one table that have other names by now. A column keeps its number under any name,
 * which tells a renamed one from one that went while another came. Pure.
 *
 * @param table the table
 * @param was names by attribute number as the applying side has them
 * @param is names by attribute number on the capturing side now
 */
record RenamedColumns(TableId table, TreeMap<Integer, String> was, TreeMap<Integer, String> is) {
  boolean isEmpty() {
    return renamed().isEmpty();
  }

  /** Old names by attribute number, of columns that have another one now. */
  TreeMap<Integer, String> renamed() {
    TreeMap<Integer, String> renamed = new TreeMap<>(was);
    renamed
        .entrySet()
        .removeIf(e -> e.getValue().equals(is.getOrDefault(e.getKey(), e.getValue())));
    return renamed;
  }

  /**
   * Whether a name says which column is meant, before and after. Otherwise changes of the stream
   * cannot be told apart, and the table has to be copied again.
   */
  boolean isClear() {
    return renamed().entrySet().stream()
        .noneMatch(e -> is.containsValue(e.getValue()) || was.containsValue(is.get(e.getKey())));
  }

  /** Whether the applying side's table has the columns that are to be renamed. */
  boolean fits(Set<String> there) {
    Set<String> rest = new HashSet<>(there);
    rest.removeAll(was.values());
    return there.containsAll(renamed().values())
        && renamed().keySet().stream().noneMatch(number -> rest.contains(is.get(number)));
  }

  /** The names that the applying side has afterwards. */
  Map<Integer, String> after() {
    Map<Integer, String> after = new TreeMap<>(was);
    renamed().keySet().forEach(number -> after.put(number, is.get(number)));
    return after;
  }

  /**
   * The statements; columns that trade names, or take that of a dropped one, pass through others.
   *
   * @param own the columns that are not a parent's, which takes its heirs' along
   */
  List<PlannedStatement> statements(Set<String> own) {
    List<PlannedStatement> aside = new ArrayList<>();
    List<PlannedStatement> statements = new ArrayList<>();
    was.forEach(
        (number, name) -> {
          String now = is.getOrDefault(number, name);
          boolean renamed = !now.equals(name);
          boolean inTheWay = !is.containsKey(number) && is.containsValue(name);
          if (own.contains(name) && !isClear() && (renamed || inTheWay)) {
            aside.add(rename(name, aside(number)));
          }
          if (own.contains(name) && renamed) {
            statements.add(rename(isClear() ? name : aside(number), now));
          }
        });
    aside.addAll(statements);
    return aside;
  }

  private static String aside(int number) {
    return "daybreak_aside_" + number;
  }

  private PlannedStatement rename(String from, String to) {
    ObjectId column = ObjectId.in(Kind.COLUMN, table.schema(), table.name(), to);
    String sql =
        "ALTER TABLE " + table.sql() + " RENAME COLUMN " + quote(from) + " TO " + quote(to);
    return new PlannedStatement(Stage.OBJECTS, column, sql, 0);
  }
}
