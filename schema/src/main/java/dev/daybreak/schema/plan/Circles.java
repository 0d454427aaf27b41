package dev.daybreak.schema.plan;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Breaks circles of dependencies: a view or an SQL function of the circle is first created with the
 * right columns or arguments and no content, and replaced when all it needs is there. One use.
 */
final class Circles {
  private static final int ROUNDS = 1000;

  private final CatalogModel model;
  private final Map<ObjectId, Set<ObjectId>> cut = new HashMap<>();
  private final Set<ObjectId> broken = new LinkedHashSet<>();
  private List<ObjectId> order = List.of();
  private List<List<ObjectId>> open = List.of();

  private Circles(CatalogModel model) {
    this.model = model;
  }

  /** Finds all circles and breaks those that can be. */
  static Circles breakIn(CatalogModel model) {
    Circles circles = new Circles(model);
    for (int i = 0; i < ROUNDS && circles.round(); i++) {
      circles.open = List.of();
    }
    return circles;
  }

  /** Orders anew; whether another circle was broken, so that it has to be done again. */
  private boolean round() {
    DependencyOrder sorting = new DependencyOrder(model, cut);
    order = sorting.sorted();
    open = sorting.cycles();
    boolean any = false;
    for (List<ObjectId> cycle : open) {
      any |= breakOne(cycle);
    }
    return any;
  }

  private boolean breakOne(List<ObjectId> cycle) {
    for (ObjectId id : cycle) {
      if (id.kind() == Kind.VIEW && !broken.contains(id)) {
        return cut(id, true);
      }
    }
    for (ObjectId id : cycle) {
      CatalogObject object = model.get(id);
      if (object != null && !object.fact("sql body").isEmpty() && !broken.contains(id)) {
        return cut(id, false);
      }
    }
    return false;
  }

  private boolean cut(ObjectId id, boolean ofView) {
    Set<ObjectId> edges = new HashSet<>();
    for (ObjectId needed : model.dependencies(id)) {
      Kind kind = needed.kind();
      boolean content = kind.isRoutine() || ofView && (kind == Kind.VIEW || kind == Kind.OPERATOR);
      if (content) {
        edges.add(needed);
      }
    }
    broken.add(id);
    cut.put(id, edges);
    return !edges.isEmpty();
  }

  /** All objects in an order that works but for {@link #unbroken}. */
  List<ObjectId> order() {
    return order;
  }

  /** What must be created empty first, and replaced at the end. */
  Set<ObjectId> broken() {
    return broken;
  }

  /** Circles that nothing can break. */
  List<List<ObjectId>> unbroken() {
    return open;
  }
}
