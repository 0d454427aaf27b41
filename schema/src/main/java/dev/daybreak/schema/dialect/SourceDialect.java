package dev.daybreak.schema.dialect;

import dev.daybreak.schema.rule.Rule;
import dev.daybreak.schema.rule.TypeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One kind of source: everything about it that schema conversion has to know, as data. Nothing else
 * in this module asks what the source is.
 *
 * @param name as people know it
 * @param sign what {@code version()} reads on it
 * @param reader how its catalog is read
 * @param types what its own types are called in PostgreSQL
 * @param rules what else changes on the way, in order
 */
public record SourceDialect(
    String name, Pattern sign, SourceReader reader, TypeNames types, List<Rule> rules) {
  public SourceDialect {
    rules = List.copyOf(rules);
  }

  /** Whether a server that says this of itself is of this kind. */
  boolean speaks(String version) {
    return sign.matcher(version).find();
  }

  /** Types first, so that every other rule sees PostgreSQL's. */
  public List<Rule> allRules() {
    List<Rule> all = new ArrayList<>();
    if (!types.isEmpty()) {
      all.add(types.rule());
    }
    all.addAll(rules);
    return all;
  }
}
