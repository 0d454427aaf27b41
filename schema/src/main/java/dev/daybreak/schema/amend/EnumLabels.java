package dev.daybreak.schema.amend;

import dev.daybreak.kernel.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The labels of an enum, and how a longer list comes of a shorter one. Pure. */
final class EnumLabels {
  private static final Pattern LABEL = Pattern.compile("E?'((?:[^']|'')*)'");

  private EnumLabels() {}

  /** The labels in a list as the catalog is read: quoted, with commas between. */
  static List<String> parse(String list) {
    List<String> labels = new ArrayList<>();
    Matcher label = LABEL.matcher(list);
    while (label.find()) {
      boolean escaped = label.group().startsWith("E");
      String text = label.group(1).replace("''", "'");
      labels.add(escaped ? text.replace("\\\\", "\\") : text);
    }
    return labels;
  }

  /**
   * The statements that add what is new; empty when a label has gone or stands elsewhere, which no
   * statement can do.
   *
   * @param type the type's name as SQL
   */
  static Optional<List<String>> additions(String type, List<String> there, List<String> wanted) {
    List<String> rest = new ArrayList<>(wanted);
    rest.retainAll(there);
    if (!rest.equals(there)) {
      return Optional.empty();
    }
    List<String> statements = new ArrayList<>();
    for (int i = wanted.size() - 1; i >= 0; i--) {
      if (!there.contains(wanted.get(i))) {
        String place = i + 1 < wanted.size() ? " BEFORE " + Names.literal(wanted.get(i + 1)) : "";
        statements.add("ALTER TYPE " + type + " ADD VALUE " + Names.literal(wanted.get(i)) + place);
      }
    }
    return Optional.of(statements);
  }
}
