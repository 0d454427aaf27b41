package dev.daybreak.schema.amend;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.SchemaStage.When;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.Planner;
import dev.daybreak.schema.plan.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Works out an amendment from the differences between promise and target. Pure; one use. */
public final class Amender {
  /** Kinds that hold no rows and that nothing but their like rests on: dropped and made anew. */
  private static final Set<Kind> REMADE =
      Set.of(
          Kind.VIEW,
          Kind.MATERIALIZED_VIEW,
          Kind.INDEX,
          Kind.CONSTRAINT,
          Kind.DOMAIN_CONSTRAINT,
          Kind.TRIGGER,
          Kind.RULE,
          Kind.POLICY,
          Kind.STATISTICS,
          Kind.OPERATOR,
          Kind.AGGREGATE);

  private static final List<Kind> VIEWS = List.of(Kind.VIEW, Kind.MATERIALIZED_VIEW);

  private static final Set<String> ACCESS =
      Set.of("COMMENT", "GRANT", "GRANT-BY", "REVOKE", "RIGHTS", "OWNER");

  private final CatalogModel promised;
  private final CatalogModel found;
  private final List<PlannedStatement> plan;
  private final Predicate<ObjectId> ours;
  private final Map<ObjectId, Change> changes = new TreeMap<>();
  private final Set<ObjectId> remade = new LinkedHashSet<>();
  private final List<PlannedStatement> columns = new ArrayList<>();
  private final List<PlannedStatement> ending = new ArrayList<>();
  private final Set<PlannedStatement> planned = new LinkedHashSet<>();
  private final List<String> refused = new ArrayList<>();
  private final Planner.Actor actor;
  private final Altered altered;

  /**
   * @param promised what the target shall hold now
   * @param found what it holds
   * @param plan every statement that would make the promise on an empty target
   * @param ours whether this migration made an object there
   * @param actor who will run the amendment
   * @param altered tables of the source that were altered
   */
  public Amender(
      CatalogModel promised,
      CatalogModel found,
      List<PlannedStatement> plan,
      Predicate<ObjectId> ours,
      Planner.Actor actor,
      Altered altered) {
    this.promised = promised;
    this.found = found;
    this.plan = plan;
    this.ours = ours;
    this.actor = actor;
    this.altered = altered;
  }

  /**
   * The amendment.
   *
   * @param differences what verification found, accepted ones as notes
   */
  public Amendment amendment(List<Finding> differences) {
    collect(differences);
    changes.values().forEach(this::sort);
    Recopy recopy = new Recopy(promised, found, changes, altered);
    remade.addAll(recopy.hindrances());
    remakeDependents();
    changes.values().stream()
        .sorted(Comparator.comparingInt(Amender::position))
        .forEach(change -> plan(change, recopy));
    Removal removal = new Removal(found, actor.database());
    List<PlannedStatement> opening = new ArrayList<>(removal.first(remade));
    opening.addAll(removal.aside(dropped(id -> true), promised));
    opening.addAll(recopy.emptying());
    opening.addAll(removal.last(dropped(recopy::holds)));
    opening.addAll(take(this::isEarly));
    opening.addAll(columns);
    opening.addAll(take(statement -> opens(statement) && !isAttaching(statement)));
    opening.addAll(take(statement -> statement.stage() == Stage.PARTITIONS));
    opening.addAll(take(this::opens));
    List<PlannedStatement> closing = new ArrayList<>(ending);
    closing.addAll(take(statement -> true));
    closing.addAll(removal.last(dropped(id -> !recopy.holds(id))));
    return new Amendment(opening, closing, refused);
  }

  private void collect(List<Finding> differences) {
    Map<String, ObjectId> names = new LinkedHashMap<>();
    found.objects().forEach(object -> names.put(object.id().toString(), object.id()));
    promised.objects().forEach(object -> names.put(object.id().toString(), object.id()));
    Map<ObjectId, List<Finding>> byObject = new TreeMap<>();
    for (Finding finding : differences) {
      if (finding.severity() == Severity.BLOCKER) {
        ObjectId id = names.get(finding.object());
        byObject.computeIfAbsent(id, key -> new ArrayList<>()).add(finding);
      }
    }
    byObject.forEach(
        (id, list) -> changes.put(id, new Change(promised.get(id), found.get(id), list)));
  }

  /** What is dropped or remade as a whole. */
  private void sort(Change change) {
    ObjectId id = change.object().id();
    boolean access = ACCESS.containsAll(change.attributes());
    if (isOfView(id)) {
      VIEWS.stream()
          .map(kind -> ObjectId.of(kind, id.schema(), id.parent()))
          .filter(view -> found.get(view) != null)
          .forEach(remade::add);
    } else if (change.isDropped() && !ours.test(owner(id))) {
      refuse(change, "somebody made it on the target");
    } else if (REMADE.contains(id.kind()) && !change.isNew() && !access) {
      remade.add(id);
    }
  }

  private boolean isOfView(ObjectId id) {
    return id.kind() == Kind.COLUMN
        && promised.get(table(id)) == null
        && found.get(table(id)) == null;
  }

  /** The journal names an index or a column's default by what it was made with. */
  private ObjectId owner(ObjectId id) {
    return id.kind() == Kind.COLUMN || id.kind() == Kind.INDEX && ofConstraint(id) ? table(id) : id;
  }

  private boolean ofConstraint(ObjectId index) {
    CatalogObject object = found.get(index);
    return object != null && object.has("constraint");
  }

  private ObjectId table(ObjectId id) {
    CatalogObject object = found.get(id);
    String name = id.kind() == Kind.INDEX && object != null ? object.get("table", "") : id.parent();
    return ObjectId.of(Kind.TABLE, id.schema(), name);
  }

  private void remakeDependents() {
    boolean grown = true;
    while (grown) {
      grown = false;
      for (CatalogObject object : found.objects()) {
        ObjectId id = object.id();
        boolean needs = found.dependencies(id).stream().anyMatch(remade::contains);
        if (needs && REMADE.contains(id.kind())) {
          grown |= remade.add(id);
        }
      }
    }
    for (ObjectId id : remade) {
      if (promised.get(id) != null) {
        planAll(id);
      }
    }
  }

  /** New columns stand behind each other in the source's order. */
  private static int position(Change change) {
    return Integer.parseInt(change.object().get("position", "0"));
  }

  private void plan(Change change, Recopy recopy) {
    ObjectId id = change.object().id();
    if (remade.contains(id) || isOfView(id)) {
      return;
    }
    if (change.isNew()) {
      create(change);
    } else if (change.isDropped()) {
      drop(change, recopy);
    } else {
      alter(change, recopy);
    }
  }

  private void create(Change change) {
    ObjectId id = change.object().id();
    if (id.kind() == Kind.COLUMN && standsBeforeOthers(change)) {
      refuse(change, "it stands before older columns, as a renamed one does");
    } else if (id.kind() == Kind.COLUMN) {
      new ColumnChange(promised, found, changes.keySet()).add(change.object(), columns);
    } else if (id.kind() == Kind.ROLE || id.kind() == Kind.DATABASE) {
      refuse(change, "roles are the server's");
    } else {
      planAll(id);
    }
  }

  /** A column can only be added behind all others. */
  private boolean standsBeforeOthers(Change change) {
    ObjectId table = table(change.object().id());
    return promised.children(table, Kind.COLUMN).stream()
        .filter(other -> Integer.parseInt(other.get("position", "0")) > position(change))
        .anyMatch(other -> found.get(other.id()) != null);
  }

  private void drop(Change change, Recopy recopy) {
    switch (change.object().id().kind()) {
      case COLUMN -> {
        if (!recopy.holds(change.object().id())) {
          new ColumnChange(promised, found, changes.keySet()).beforeDrop(change.object(), columns);
        }
      }
      case ROLE, MEMBERSHIP, DATABASE, DEFAULT_PRIVILEGES, SETTING ->
          refuse(change, "it is the server's, and was dropped on the source");
      default -> {}
    }
  }

  private Set<ObjectId> dropped(Predicate<ObjectId> wanted) {
    Set<ObjectId> dropped = new LinkedHashSet<>();
    changes.values().stream()
        .filter(Change::isDropped)
        .map(change -> change.object().id())
        .filter(id -> !remade.contains(id))
        .filter(wanted)
        .forEach(dropped::add);
    return dropped;
  }

  private void alter(Change change, Recopy recopy) {
    ObjectId id = change.object().id();
    if (change.attributes().stream().anyMatch(ACCESS::contains)) {
      access(change);
    }
    List<String> others =
        change.attributes().stream().filter(attribute -> !ACCESS.contains(attribute)).toList();
    for (String attribute : others) {
      boolean column = id.kind() == Kind.COLUMN;
      if (column && recopy.holds(id)) {
        alterEmptied(change, attribute);
      } else if (column) {
        new ColumnChange(promised, found, changes.keySet())
            .alter(change, attribute, columns, ending, refused);
      } else if (attribute.equals("LABELS")) {
        labels(change);
      } else if (attribute.equals("REPLICA-IDENTITY") && "full".equals(identity(change))) {
        planned.addAll(statements(id, statement -> statement.stage() == Stage.INDEX_SETTINGS));
      } else if (isReplacedWhole(id.kind())) {
        planned.addAll(statements(id, statement -> true));
      } else {
        refuse(change, "its " + attribute.toLowerCase(java.util.Locale.ROOT) + " changed");
      }
    }
  }

  /** All rights are granted anew: taking some away took others that rested on them. */
  private void access(Change change) {
    ObjectId id = change.object().id();
    ending.addAll(new AccessChange(found, actor).statements(change));
    planned.addAll(statements(id, s -> isAccess(s.stage()) || s.sql().startsWith("COMMENT ON ")));
    plan.stream()
        .filter(s -> s.stage() == Stage.GRANTS && s.object().kind() == Kind.COLUMN)
        .filter(s -> s.object().schema().equals(id.schema()))
        .filter(s -> s.object().parent().equals(id.kind() == Kind.COLUMN ? "" : id.name()))
        .forEach(planned::add);
  }

  /** A column of a table without rows: nothing has to wait for the stream. */
  private void alterEmptied(Change change, String attribute) {
    ColumnChange column = new ColumnChange(promised, found, changes.keySet());
    if (attribute.equals("TYPE")) {
      column.convert(change.object(), columns);
      planAll(change.object().id().as(Kind.DEFAULT));
    } else if (!attribute.equals("COLLATION") || !change.attributes().contains("TYPE")) {
      column.alter(change, attribute, columns, columns, refused);
    }
  }

  private static boolean isAccess(Stage stage) {
    return stage == Stage.OWNERS || stage == Stage.COMMENTS || stage == Stage.GRANTS;
  }

  private static String identity(Change change) {
    return change.object().get("replica identity", "");
  }

  private static boolean isReplacedWhole(Kind kind) {
    return kind == Kind.FUNCTION
        || kind == Kind.PROCEDURE
        || kind == Kind.DEFAULT
        || kind == Kind.SETTING;
  }

  private void labels(Change change) {
    CatalogObject wanted = change.object();
    String there = change.there() == null ? "" : change.there().get("labels", "");
    EnumLabels.additions(
            wanted.id().sql(), EnumLabels.parse(there), EnumLabels.parse(wanted.get("labels", "")))
        .ifPresentOrElse(
            list ->
                list.forEach(
                    sql -> columns.add(new PlannedStatement(Stage.OBJECTS, wanted.id(), sql, 0))),
            () -> refuse(change, "labels went or changed places"));
  }

  private void refuse(Change change, String why) {
    Finding first = change.findings().get(0);
    refused.add(first.object() + ": " + why + " (" + first.detail() + ")");
  }

  private void planAll(ObjectId id) {
    planned.addAll(statements(id, statement -> true));
  }

  /** The plan's statements about an object and what is part of it. */
  private List<PlannedStatement> statements(ObjectId id, Predicate<PlannedStatement> wanted) {
    return plan.stream()
        .filter(s -> s.object().equals(id) || isPart(s.object(), id))
        .filter(wanted)
        .toList();
  }

  private boolean isPart(ObjectId part, ObjectId whole) {
    if (!part.schema().equals(whole.schema())
        || found.get(whole) != null && !remade.contains(whole)) {
      return false;
    }
    CatalogObject index = part.kind() == Kind.INDEX ? promised.get(part) : null;
    String parent = index == null ? part.parent() : index.get("table", "");
    return parent.equals(whole.name())
        && switch (whole.kind()) {
          case TABLE, VIEW, MATERIALIZED_VIEW -> true;
          default -> false;
        };
  }

  /** Takes statements out of what is planned, in the plan's order. */
  private List<PlannedStatement> take(Predicate<PlannedStatement> wanted) {
    List<PlannedStatement> taken = plan.stream().filter(planned::contains).filter(wanted).toList();
    taken.forEach(planned::remove);
    return taken;
  }

  /** Types and what lies around tables: a new column may need them. */
  private boolean isEarly(PlannedStatement statement) {
    boolean before = statement.stage().when() == When.BEFORE_LOAD;
    Kind kind = statement.object().kind();
    return before && (kind.isType() || kind == Kind.SCHEMA || kind == Kind.EXTENSION);
  }

  /** What the stream needs, and all rules of a new table: it holds no row that could break one. */
  private boolean opens(PlannedStatement statement) {
    if (statement.stage() == Stage.CHECKS || statement.stage() == Stage.DEFAULTS) {
      return isOfNewTable(statement.object());
    }
    boolean keys = statement.stage().compareTo(Stage.INDEX_SETTINGS) <= 0;
    return statement.stage().when() == When.BEFORE_LOAD && !remade.contains(statement.object())
        || keys && isOfNewTable(statement.object());
  }

  /** A partition brings its indexes along: attached without them it would be given others. */
  private static boolean isAttaching(PlannedStatement statement) {
    return statement.stage() == Stage.PARTITIONS || statement.stage() == Stage.INDEX_PARTITIONS;
  }

  private boolean isOfNewTable(ObjectId id) {
    CatalogObject index = id.kind() == Kind.INDEX ? promised.get(id) : null;
    String table = index == null ? id.parent() : index.get("table", "");
    ObjectId key = id.kind() == Kind.TABLE ? id : ObjectId.of(Kind.TABLE, id.schema(), table);
    return promised.get(key) != null && found.get(key) == null;
  }

  /** Every statement of a plan, to be entered as done when an amendment is. */
  public static List<PlannedStatement> done(Collection<PlannedStatement> statements) {
    return statements.stream().filter(s -> s.stage().when() != When.AFTER_CUTOVER).toList();
  }
}
