package dev.daybreak.schema.verify;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What expressions and queries refer to, by the catalog's own records. Two texts may read the same
 * and yet mean another function: a literal's type or an implicit cast is resolved anew by each
 * server.
 */
final class Reference {
  private static final Set<Kind> FROM =
      EnumSet.of(
          Kind.VIEW,
          Kind.MATERIALIZED_VIEW,
          Kind.DEFAULT,
          Kind.CONSTRAINT,
          Kind.INDEX,
          Kind.RULE,
          Kind.TRIGGER,
          Kind.POLICY,
          Kind.FUNCTION,
          Kind.PROCEDURE);

  /**
   * What texts name without saying so. Tables and composite types are named in full, and servers
   * differ in whether a function's columns count as references to its table.
   */
  private static final Set<Kind> TO =
      EnumSet.of(
          Kind.FUNCTION,
          Kind.AGGREGATE,
          Kind.OPERATOR,
          Kind.OPERATOR_CLASS,
          Kind.ENUM,
          Kind.DOMAIN,
          Kind.RANGE,
          Kind.COLLATION,
          Kind.TEXT_SEARCH_CONFIGURATION,
          Kind.SEQUENCE);

  private Reference() {}

  /** Whether references of such objects are compared. */
  static boolean countsFor(Kind kind) {
    return FROM.contains(kind);
  }

  /** What an object refers to, as people read it; the same in any order of reading. */
  static String of(ObjectId id, CatalogModel model) {
    return model.dependencies(id).stream()
        .filter(to -> TO.contains(to.kind()) && model.get(to) != null)
        .map(ObjectId::toString)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(", "));
  }
}
