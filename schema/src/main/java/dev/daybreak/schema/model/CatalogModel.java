package dev.daybreak.schema.model;

import dev.daybreak.kernel.ServerVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All objects of one database, at one instant. Immutable. */
public final class CatalogModel {
  private static final Pattern ESCAPE = Pattern.compile("\\\\([n\\\\])");

  private static final int GENERATED_MERGE_SINCE = 16;

  private final ServerVersion version;
  private final SortedMap<ObjectId, CatalogObject> objects = new TreeMap<>();
  private final Map<ObjectId, Set<ObjectId>> dependencies;
  private final Map<ObjectId, List<CatalogObject>> children = new HashMap<>();
  private final Set<ObjectId> foreignBelow = new HashSet<>();

  /**
   * @param version the server it was read from
   * @param objects all objects; a name twice is a bug of the reader
   * @param dependencies for an object, what must exist before it
   */
  public CatalogModel(
      ServerVersion version,
      Collection<CatalogObject> objects,
      Map<ObjectId, Set<ObjectId>> dependencies) {
    this.version = version;
    this.dependencies = dependencies;
    for (CatalogObject object : objects) {
      if (this.objects.put(object.id(), object) != null) {
        throw dev.daybreak.kernel.error.MigrationException.bug("read twice: " + object.id());
      }
    }
    this.objects.values().forEach(this::fileUnderParent);
    of(Kind.FOREIGN_TABLE).forEach(this::markAncestors);
  }

  private void fileUnderParent(CatalogObject object) {
    ObjectId id = object.id();
    String parent = id.kind() == Kind.INDEX ? object.get("table", "") : id.parent();
    if (!parent.isEmpty()) {
      ObjectId key = ObjectId.in(id.kind(), id.schema(), parent, "");
      children.computeIfAbsent(key, k -> new ArrayList<>()).add(object);
    }
  }

  public ServerVersion version() {
    return version;
  }

  /** All objects in order of kind and name. */
  public Collection<CatalogObject> objects() {
    return Collections.unmodifiableCollection(objects.values());
  }

  /** All objects of a kind, by name. */
  public List<CatalogObject> of(Kind kind) {
    return objects.values().stream().filter(o -> o.id().kind() == kind).toList();
  }

  /** The object of that name, or null. */
  public @Nullable CatalogObject get(ObjectId id) {
    return objects.get(id);
  }

  public Optional<CatalogObject> find(ObjectId id) {
    return Optional.ofNullable(objects.get(id));
  }

  /** What belongs to a table or domain, of one kind; columns in their order. */
  public List<CatalogObject> children(ObjectId parent, Kind kind) {
    ObjectId key = ObjectId.in(kind, parent.schema(), parent.name(), "");
    List<CatalogObject> found = new ArrayList<>(children.getOrDefault(key, List.of()));
    if (kind == Kind.COLUMN) {
      found.sort(java.util.Comparator.comparingInt(c -> Integer.parseInt(c.get("position", "0"))));
    }
    return found;
  }

  /** What must exist before an object, by the catalog's own records. */
  public Set<ObjectId> dependencies(ObjectId id) {
    return dependencies.getOrDefault(id, Set.of());
  }

  /** The same model with more that must exist before objects. */
  public CatalogModel withDependencies(Map<ObjectId, Set<ObjectId>> more) {
    Map<ObjectId, Set<ObjectId>> all = new HashMap<>(dependencies);
    more.forEach(
        (id, needed) -> {
          Set<ObjectId> both = new HashSet<>(dependencies(id));
          both.addAll(needed);
          all.put(id, both);
        });
    return new CatalogModel(version, objects.values(), all);
  }

  /** The same model with other objects. */
  public CatalogModel withObjects(Collection<CatalogObject> changed) {
    return new CatalogModel(version, changed, dependencies);
  }

  /** The tables a table inherits from or is a partition of, nearest first. */
  public List<ObjectId> parentsOf(CatalogObject table) {
    String[] parts = table.fact("parents").split("\n", -1);
    List<ObjectId> parents = new ArrayList<>();
    for (int i = 0; i + 1 < parts.length; i += 2) {
      parents.add(ObjectId.of(Kind.TABLE, unescaped(parts[i]), unescaped(parts[i + 1])));
    }
    return parents;
  }

  /** A name that may hold line breaks, which end names in the list it comes from. */
  public static String unescaped(String name) {
    return ESCAPE.matcher(name).replaceAll(escape -> escape.group(1).equals("n") ? "\n" : "\\\\");
  }

  /** Whether a foreign table is among the partitions or heirs of a table, however deep. */
  public boolean holdsForeign(ObjectId table) {
    return foreignBelow.contains(table);
  }

  private void markAncestors(CatalogObject table) {
    for (ObjectId parent : parentsOf(table)) {
      CatalogObject above = objects.get(parent);
      if (foreignBelow.add(parent) && above != null) {
        markAncestors(above);
      }
    }
  }

  /** Whether a column is NOT NULL because a parent's is. */
  public boolean inheritsNotNull(CatalogObject table, String column) {
    return parentsOf(table).stream()
        .map(parent -> get(ObjectId.in(Kind.COLUMN, parent.schema(), parent.name(), column)))
        .anyMatch(
            above -> above != null && above.is("not null") && !above.is("not null no inherit"));
  }

  /**
   * Whether {@code CREATE TABLE ... INHERITS} gives the table's columns in their order: parents'
   * columns first, then its own; and takes them.
   */
  public boolean inheritsInOrder(CatalogObject table) {
    Set<String> names = new java.util.LinkedHashSet<>();
    for (ObjectId parent : parentsOf(table)) {
      children(parent, Kind.COLUMN).forEach(column -> names.add(column.id().name()));
    }
    List<String> own =
        children(table.id(), Kind.COLUMN).stream().map(column -> column.id().name()).toList();
    names.addAll(own);
    return List.copyOf(names).equals(own) && !repeatsGenerated(table);
  }

  /** Before PostgreSQL 16 INHERITS refused a column that both tables call generated. */
  private boolean repeatsGenerated(CatalogObject table) {
    return version.major() < GENERATED_MERGE_SINCE
        && children(table.id(), Kind.COLUMN).stream()
            .filter(column -> column.has("generated") && column.is("local"))
            .map(column -> column.id().name())
            .anyMatch(name -> parentsOf(table).stream().anyMatch(p -> hasColumn(p, name)));
  }

  private boolean hasColumn(ObjectId table, String name) {
    return get(ObjectId.in(Kind.COLUMN, table.schema(), table.name(), name)) != null;
  }

  /** The names of all roles the objects mention as owner or grantee. */
  public Set<String> rolesMentioned() {
    Set<String> roles = new TreeSet<>();
    for (CatalogObject object : objects.values()) {
      if (object.has("owner")) {
        roles.add(object.get("owner", ""));
      }
      for (String name : object.attributes().keySet()) {
        if (name.startsWith(CatalogObject.GRANT)) {
          roles.add(name.substring(CatalogObject.GRANT.length()));
        } else if (name.startsWith(CatalogObject.GRANT_BY)) {
          GrantKey key = GrantKey.of(name);
          roles.addAll(List.of(key.grantor(), key.grantee()));
        }
      }
    }
    return roles;
  }
}
