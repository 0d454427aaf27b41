package dev.daybreak.schema.plan;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Orders objects so that each comes after what it needs, by the catalog's own records. */
public final class DependencyOrder {
  private final CatalogModel model;
  private final Map<ObjectId, Set<ObjectId>> cut;
  private final Set<ObjectId> done = new LinkedHashSet<>();
  private final List<ObjectId> path = new ArrayList<>();
  private final Set<ObjectId> onPath = new HashSet<>();
  private final List<List<ObjectId>> cycles = new ArrayList<>();

  /** The order of that model's objects by all their dependencies. */
  public DependencyOrder(CatalogModel model) {
    this(model, Map.of());
  }

  /**
   * @param cut dependencies that do not count, of some objects
   */
  DependencyOrder(CatalogModel model, Map<ObjectId, Set<ObjectId>> cut) {
    this.model = model;
    this.cut = cut;
  }

  /** All objects in an order that works; the same for the same model. */
  public List<ObjectId> sorted() {
    model.objects().forEach(object -> visit(object.id()));
    return List.copyOf(done);
  }

  /** Circles met by {@link #sorted}: such objects cannot be created one after another. */
  List<List<ObjectId>> cycles() {
    return cycles;
  }

  private void visit(ObjectId id) {
    if (done.contains(id)) {
      return;
    }
    if (!onPath.add(id)) {
      cycles.add(List.copyOf(path.subList(path.indexOf(id), path.size())));
      return;
    }
    path.add(id);
    Set<ObjectId> needed = new TreeSet<>(model.dependencies(id));
    needed.removeAll(cut.getOrDefault(id, Set.of()));
    needed.forEach(this::visit);
    path.remove(path.size() - 1);
    onPath.remove(id);
    done.add(id);
  }

  /** The objects and everything they need, directly or not. */
  static Set<ObjectId> closure(CatalogModel model, Collection<ObjectId> roots) {
    Set<ObjectId> found = new HashSet<>(roots);
    List<ObjectId> open = new ArrayList<>(roots);
    while (!open.isEmpty()) {
      for (ObjectId next : model.dependencies(open.remove(open.size() - 1))) {
        if (found.add(next)) {
          open.add(next);
        }
      }
    }
    return found;
  }
}
