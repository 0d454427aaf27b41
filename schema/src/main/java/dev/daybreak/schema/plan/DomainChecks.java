package dev.daybreak.schema.plan;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the constraints of domains go. One that does not need its own domain is part of {@code
 * CREATE DOMAIN}: added later, a server refuses it when the domain stands inside a composite or an
 * array column, and runs its functions at once, which may read tables that are not there yet. The
 * others come right after their domain, before what uses it, as far as they do not need that user.
 *
 * @param model the model with the dependencies that follow from this
 * @param inline the constraints that are created with their domain
 */
record DomainChecks(CatalogModel model, Set<ObjectId> inline) {
  static DomainChecks of(CatalogModel model) {
    Map<ObjectId, Set<ObjectId>> more = new HashMap<>();
    Set<ObjectId> inline = new HashSet<>();
    for (CatalogObject check : model.of(Kind.DOMAIN_CONSTRAINT)) {
      ObjectId id = check.id();
      ObjectId domain = ObjectId.of(Kind.DOMAIN, id.schema(), id.parent());
      Set<ObjectId> needed = new HashSet<>(model.dependencies(id));
      needed.remove(domain);
      boolean checked = !check.get("definition", "").endsWith(" NOT VALID");
      if (checked && !DependencyOrder.closure(model, needed).contains(domain)) {
        inline.add(id);
        more.computeIfAbsent(domain, key -> new HashSet<>()).addAll(needed);
      } else {
        beforeUsers(model, domain, id, more);
      }
    }
    return new DomainChecks(model.withDependencies(more), inline);
  }

  private static void beforeUsers(
      CatalogModel model, ObjectId domain, ObjectId check, Map<ObjectId, Set<ObjectId>> more) {
    Set<ObjectId> needed = DependencyOrder.closure(model, Set.of(check));
    for (CatalogObject user : model.objects()) {
      ObjectId id = user.id();
      if (id.kind() != Kind.DOMAIN_CONSTRAINT
          && !needed.contains(id)
          && model.dependencies(id).contains(domain)) {
        more.computeIfAbsent(id, key -> new HashSet<>()).add(check);
      }
    }
  }

  /** The constraints to create with a domain. */
  List<CatalogObject> inlineOf(ObjectId domain) {
    return model.children(domain, Kind.DOMAIN_CONSTRAINT).stream()
        .filter(check -> inline.contains(check.id()))
        .toList();
  }
}
