package dev.daybreak.validate.batch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types that hold every value of another and print it alike. A target column may be wider than its
 * source: somebody decided so, or a change is under way. Rows are compared as ever. Pure.
 */
final class WiderType {
  private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
  private static final Pattern VARCHAR = Pattern.compile("character varying(\\((\\d+)\\))?");

  private WiderType() {}

  /** Whether the second type, as the catalog spells it, is wider than the first. */
  static boolean of(String source, String target) {
    int from = INTEGERS.indexOf(source);
    if (from >= 0) {
      return INTEGERS.indexOf(target) > from;
    }
    Matcher text = VARCHAR.matcher(source);
    Matcher wide = VARCHAR.matcher(target);
    if (!text.matches() || target.equals("text")) {
      return text.matches();
    }
    return wide.matches()
        && text.group(2) != null
        && (wide.group(2) == null
            || Integer.parseInt(wide.group(2)) >= Integer.parseInt(text.group(2)));
  }
}
