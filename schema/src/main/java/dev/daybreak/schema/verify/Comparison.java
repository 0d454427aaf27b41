package dev.daybreak.schema.verify;

import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares two models object by object and attribute by attribute. */
public final class Comparison {
  /** Roles are the server's: what others have there is not ours to judge. */
  private static final Set<Kind> SHARED = Set.of(Kind.ROLE, Kind.MEMBERSHIP, Kind.PARAMETER);

  /** What can hold others. */
  private static final List<Kind> PARENTS =
      List.of(
          Kind.TABLE,
          Kind.FOREIGN_TABLE,
          Kind.VIEW,
          Kind.MATERIALIZED_VIEW,
          Kind.DOMAIN,
          Kind.COMPOSITE);

  private static final String REMEDY =
      "Mend the target so that it agrees with the source, or plan and apply anew.";

  private final CatalogModel promised;
  private final CatalogModel found;
  private final SameText sameText;
  private final Predicate<ObjectId> created;
  private final List<Finding> findings = new ArrayList<>();

  /** Decides whether two texts of one attribute mean the same although they read differently. */
  @FunctionalInterface
  public interface SameText {
    boolean same(ObjectId object, String attribute, String promised, String found);
  }

  private Comparison(
      CatalogModel promised, CatalogModel found, SameText sameText, Predicate<ObjectId> created) {
    this.promised = promised;
    this.found = found;
    this.sameText = sameText;
    this.created = created;
  }

  /**
   * All differences, sorted; empty when the target is as promised.
   *
   * @param created whether this migration created an object: decides on extra memberships
   */
  public static List<Finding> compare(
      CatalogModel promised, CatalogModel found, SameText sameText, Predicate<ObjectId> created) {
    Comparison comparison = new Comparison(promised, found, sameText, created);
    promised.objects().forEach(comparison::compareObject);
    found.objects().forEach(comparison::reportExtra);
    return comparison.findings.stream().sorted().toList();
  }

  private void compareObject(CatalogObject wanted) {
    CatalogObject there = found.get(wanted.id());
    if (there == null) {
      boolean inside = !wanted.id().parent().isEmpty() && !hasParent(wanted.id());
      boolean yetToCome = wanted.id().kind().isLate() && !created.test(wanted.id());
      if (!inside && !yetToCome) {
        add(wanted.id(), "MISSING", "promised, but the target has none");
      }
      return;
    }
    Set<String> names = new TreeSet<>(wanted.attributes().keySet());
    names.addAll(there.attributes().keySet());
    for (String name : names) {
      compareAttribute(wanted, name, wanted.get(name), there.get(name));
    }
    compareReferences(wanted.id());
  }

  private void compareReferences(ObjectId id) {
    if (Reference.countsFor(id.kind())) {
      String wanted = Reference.of(id, promised);
      String there = Reference.of(id, found);
      if (!wanted.equals(there)) {
        add(id, "REFERENCES", "should refer to «" + wanted + "» but refers to «" + there + "»");
      }
    }
  }

  private boolean hasParent(ObjectId id) {
    return PARENTS.stream()
        .anyMatch(kind -> found.get(ObjectId.of(kind, id.schema(), id.parent())) != null);
  }

  private void compareAttribute(
      CatalogObject wanted, String name, @Nullable String value, @Nullable String there) {
    ObjectId id = wanted.id();
    ServerVersion older =
        promised.version().compareTo(found.version()) < 0 ? promised.version() : found.version();
    if (java.util.Objects.equals(value, there) || Unknown.to(older, id.kind(), name)) {
      return;
    }
    if ((id.kind() == Kind.DATABASE || id.kind() == Kind.PARAMETER) && value == null) {
      return;
    }
    if (value != null && there != null && sameText.same(id, name, value, there)) {
      return;
    }
    String key = name.indexOf(':') < 0 ? name : name.substring(0, name.indexOf(':'));
    String label = name.replace(':', ' ').replace("\n", " to ");
    add(
        id,
        key.toUpperCase(Locale.ROOT).replace(' ', '-'),
        label + " should be " + shown(value) + " but is " + shown(there));
  }

  private void reportExtra(CatalogObject there) {
    ObjectId id = there.id();
    if (promised.get(id) != null || there.id().kind() == Kind.DATABASE) {
      return;
    }
    if (SHARED.contains(id.kind()) && !extraMembership(id)) {
      return;
    }
    boolean inside = !id.parent().isEmpty() && !promisedParent(id);
    if (!inside && !emptyPublic(id)) {
      add(id, "EXTRA", "the target has it, but nobody promised it");
    }
  }

  private boolean extraMembership(ObjectId id) {
    return id.kind() == Kind.MEMBERSHIP
        && (created.test(ObjectId.of(Kind.ROLE, "", id.name()))
            || created.test(ObjectId.of(Kind.ROLE, "", id.args())));
  }

  private boolean promisedParent(ObjectId id) {
    return PARENTS.stream()
        .anyMatch(kind -> promised.get(ObjectId.of(kind, id.schema(), id.parent())) != null);
  }

  private boolean emptyPublic(ObjectId id) {
    return id.kind() == Kind.SCHEMA && id.name().equals("public");
  }

  private void add(ObjectId id, String what, String detail) {
    String key = "SCH-" + id.kind().name().replace('_', '-') + "-" + what;
    findings.add(new Finding(key, Severity.BLOCKER, id.toString(), detail, REMEDY));
  }

  private static String shown(@Nullable String value) {
    return value == null ? "unset" : "«" + value + "»";
  }
}
