package dev.daybreak.schema.rule;

import dev.daybreak.schema.model.CatalogObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a rule changed of an object, as text for people. Pure. */
final class Difference {
  static final String PRESENT = "present";
  static final String LEFT_OUT = "left out";
  private static final String UNSET = "unset";

  private Difference() {}

  static String before(CatalogObject before, @Nullable CatalogObject after) {
    return after == null ? PRESENT : text(before, before, after);
  }

  static String after(CatalogObject before, @Nullable CatalogObject after) {
    return after == null ? LEFT_OUT : text(after, before, after);
  }

  /** The changed attributes of one of the two, in order of their names. */
  private static String text(CatalogObject shown, CatalogObject before, CatalogObject after) {
    Set<String> names = new TreeSet<>(before.attributes().keySet());
    names.addAll(after.attributes().keySet());
    List<String> parts = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(before.get(name), after.get(name))) {
        parts.add(name.replace(':', ' ') + " " + shown.get(name, UNSET));
      }
    }
    return String.join("; ", parts);
  }
}
