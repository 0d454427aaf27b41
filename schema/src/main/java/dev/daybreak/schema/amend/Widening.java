package dev.daybreak.schema.amend;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes of a column's type that keep every value and its text: what the old type could hold, the
 * new one holds and prints alike. Pure.
 */
final class Widening {
  private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
  private static final Pattern VARCHAR = Pattern.compile("character varying(?:\\((\\d+)\\))?");
  private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(-?\\d+)\\)");

  private Widening() {}

  /** Whether a column may go from one type to the other, both as the catalog spells them. */
  static boolean isSafe(String from, String to) {
    return isLarger(INTEGERS.indexOf(from), INTEGERS.indexOf(to))
        || isLongerText(from, to)
        || isMorePrecise(from, to);
  }

  private static boolean isLarger(int from, int to) {
    return from >= 0 && to > from;
  }

  private static boolean isLongerText(String from, String to) {
    Matcher old = VARCHAR.matcher(from);
    Matcher wide = VARCHAR.matcher(to);
    if (!old.matches()) {
      return false;
    }
    if (to.equals("text") || to.equals("character varying")) {
      return true;
    }
    return wide.matches() && old.group(1) != null && length(old) <= length(wide);
  }

  private static int length(Matcher type) {
    return Integer.parseInt(type.group(1));
  }

  /** The scale decides how a value is printed, so it stays. */
  private static boolean isMorePrecise(String from, String to) {
    Matcher old = NUMERIC.matcher(from);
    Matcher wide = NUMERIC.matcher(to);
    return old.matches()
        && wide.matches()
        && length(old) <= length(wide)
        && old.group(2).equals(wide.group(2));
  }
}
