package dev.daybreak.schema.login;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which roles a role is a member of, directly or not, by the memberships of a model. Immutable. */
final class Reach {
  private static final String DATABASE_OWNER = "pg_database_owner";

  private final Map<String, Set<String>> groups = new HashMap<>();

  /** With the memberships of each model that it counts. */
  @SafeVarargs
  static Reach of(Map.Entry<CatalogModel, Predicate<CatalogObject>>... models) {
    Reach reach = new Reach();
    for (Map.Entry<CatalogModel, Predicate<CatalogObject>> entry : models) {
      entry.getKey().of(Kind.MEMBERSHIP).stream()
          .filter(entry.getValue())
          .forEach(membership -> reach.add(membership.id().args(), membership.id().name()));
    }
    return reach;
  }

  /** The same, with the owner of a model's database, who is a member of a role of the server's. */
  Reach withOwnerOf(CatalogModel model) {
    model.of(Kind.DATABASE).forEach(database -> add(database.fact("owner"), DATABASE_OWNER));
    return this;
  }

  private void add(String member, String group) {
    groups.computeIfAbsent(member, name -> new HashSet<>()).add(group);
  }

  /** The role and all it is a member of. */
  Set<String> from(String role) {
    Set<String> found = new HashSet<>(Set.of(role));
    Deque<String> open = new ArrayDeque<>(List.of(role));
    while (!open.isEmpty()) {
      for (String group : groups.getOrDefault(open.pop(), Set.of())) {
        if (found.add(group)) {
          open.push(group);
        }
      }
    }
    return found;
  }
}
