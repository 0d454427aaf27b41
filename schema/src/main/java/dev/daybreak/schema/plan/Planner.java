package dev.daybreak.schema.plan;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the plan of a promised model. Pure: no server is asked. */
public final class Planner {
  /** What nothing before the load may wait for, unless a table needs it. */
  private static final Set<Kind> LATE = Set.of(Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.INDEX);

  private final DomainChecks checks;
  private final CatalogModel model;
  private final Script script = new Script();
  private final TableDdl tables;
  private final KeyDdl keys = new KeyDdl(script);
  private final GuardDdl guards = new GuardDdl(script);
  private final AccessDdl access;
  private final ServerDdl server;
  private final Set<ObjectId> early;
  private final List<Finding> findings = new ArrayList<>();

  private Planner(DomainChecks checks, Actor actor) {
    this.checks = checks;
    this.model = checks.model();
    this.tables = new TableDdl(model, script);
    this.access = new AccessDdl(model, script, actor);
    this.server = new ServerDdl(script, actor.database(), actor.superuser() ? null : actor.login());
    this.early = DependencyOrder.closure(model, neededByLoad(model));
  }

  /**
   * The plan.
   *
   * @param promised what the target shall hold
   * @param actor who applies the plan; another one than a superuser needs more statements
   */
  public static Plan plan(CatalogModel promised, Actor actor) {
    Planner planner = new Planner(DomainChecks.of(promised), actor);
    planner.write();
    List<PlannedStatement> ordered = new ArrayList<>(planner.script.statements());
    ordered.sort(
        Comparator.comparing(PlannedStatement::stage)
            .thenComparing(s -> s.stage().parallel() ? -s.costBytes() : 0));
    return new Plan(ordered, planner.findings);
  }

  private static List<ObjectId> neededByLoad(CatalogModel model) {
    return model.objects().stream()
        .filter(object -> neededByLoad(object, model))
        .map(CatalogObject::id)
        .toList();
  }

  private static boolean neededByLoad(CatalogObject object, CatalogModel model) {
    return switch (object.id().kind()) {
      case ENUM,
          DOMAIN,
          DOMAIN_CONSTRAINT,
          COMPOSITE,
          RANGE,
          COLLATION,
          SEQUENCE,
          TABLE,
          FOREIGN_TABLE,
          DEFAULT ->
          true;
      case CONSTRAINT -> "c".equals(object.get("type")) && !RoutineDdl.isCalledBy(object, model);
      default -> false;
    };
  }

  private void write() {
    Circles circles = Circles.breakIn(model);
    for (ObjectId id : circles.order()) {
      CatalogObject object = model.get(id);
      if (object != null && circles.broken().contains(id)) {
        placeholder(object);
      } else if (object != null) {
        create(object);
      }
    }
    circles.broken().forEach(id -> model.find(id).ifPresent(this::complete));
    circles.unbroken().forEach(this::reportCycle);
    model.of(Kind.INDEX).stream()
        .sorted(Comparator.comparingLong(index -> -index.number("depth")))
        .forEach(keys::attach);
    model.of(Kind.TRIGGER).forEach(guards::triggerState);
    for (CatalogObject object : model.objects()) {
      access.owner(object);
      access.comment(object);
      if (object.id().kind() != Kind.COLUMN) {
        access.grants(object);
      }
    }
    // Taking back a relation's rights takes those on its columns too.
    model.of(Kind.COLUMN).forEach(access::grants);
    access.takeBack();
  }

  private void placeholder(CatalogObject object) {
    if (object.id().kind() == Kind.VIEW) {
      ViewDdl.placeholder(stage(object), object, model, script);
    } else {
      RoutineDdl.placeholder(stage(object), object, script);
    }
  }

  private void complete(CatalogObject object) {
    if (object.id().kind() == Kind.VIEW) {
      ViewDdl.complete(stage(object), object, script);
    } else {
      RoutineDdl.routine(stage(object), object, script);
    }
  }

  private void create(CatalogObject object) {
    switch (object.id().kind()) {
      case ROLE -> server.role(object);
      case MEMBERSHIP -> server.membership(object);
      case DATABASE, COLUMN, ATTRIBUTE, SHIPPED, PARAMETER -> {}
      case SETTING -> server.setting(object);
      case SCHEMA -> server.schema(object);
      case EXTENSION -> server.extension(object);
      case COLLATION -> TypeDdl.collation(object, script);
      case CONVERSION -> ClassDdl.conversion(stage(object), object, script);
      case ENUM -> TypeDdl.enumeration(object, script);
      case DOMAIN -> TypeDdl.domain(object, checks, script);
      case DOMAIN_CONSTRAINT -> TypeDdl.domainConstraint(object, checks, script);
      case COMPOSITE -> TypeDdl.composite(object, script);
      case RANGE -> TypeDdl.range(object, script);
      case FUNCTION, PROCEDURE -> RoutineDdl.routine(stage(object), object, script);
      case AGGREGATE -> RoutineDdl.aggregate(stage(object), object, script);
      case OPERATOR -> RoutineDdl.operator(stage(object), object, script);
      case OPERATOR_FAMILY -> ClassDdl.family(stage(object), object, script);
      case OPERATOR_CLASS -> ClassDdl.operatorClass(stage(object), object, script);
      case CAST -> ClassDdl.cast(stage(object), object, script);
      case TEXT_SEARCH_DICTIONARY -> TextSearchDdl.dictionary(stage(object), object, script);
      case TEXT_SEARCH_CONFIGURATION -> TextSearchDdl.configuration(stage(object), object, script);
      case FOREIGN_DATA_WRAPPER -> ForeignDdl.wrapper(stage(object), object, script);
      case FOREIGN_SERVER -> ForeignDdl.server(stage(object), object, script);
      case USER_MAPPING -> ForeignDdl.mapping(stage(object), object, script);
      case FOREIGN_TABLE -> tables.create(object);
      case SEQUENCE -> SequenceDdl.create(object, script);
      case TABLE -> table(object);
      case DEFAULT -> keys.defaultValue(object, model);
      case CONSTRAINT -> keys.constraint(object, early.contains(object.id()));
      case INDEX -> keys.index(object);
      case VIEW -> ViewDdl.create(stage(object), object, script);
      case MATERIALIZED_VIEW -> {
        ViewDdl.create(stage(object), object, script);
        tables.settings(stage(object), object);
        refresh(object);
      }
      case RULE -> guards.rule(object);
      case TRIGGER -> guards.trigger(object);
      case POLICY -> guards.policy(object);
      case STATISTICS -> guards.statistics(object);
      case DEFAULT_PRIVILEGES -> access.defaultPrivileges(object);
      case PUBLICATION -> WatchDdl.publication(object, script);
      case EVENT_TRIGGER -> WatchDdl.eventTrigger(object, script);
    }
  }

  private void table(CatalogObject table) {
    tables.create(table);
    keys.replicaIdentity(table);
    guards.rowSecurity(table);
    if (analyzed(table)) {
      script.add(Stage.ANALYSIS, table, "ANALYZE " + table.id().sql());
    }
  }

  /**
   * Whether ANALYZE names the table: the root of partitions stands for all of them, unless one is
   * foreign and would be read from afar.
   */
  private boolean analyzed(CatalogObject table) {
    if (model.holdsForeign(table.id())) {
      return false;
    }
    return !table.has("partition bound") || model.holdsForeign(model.parentsOf(table).get(0));
  }

  /** Fills a materialized view that holds rows on the source, if it can be filled. */
  private void refresh(CatalogObject view) {
    boolean reads =
        DependencyOrder.closure(model, List.of(view.id())).stream()
            .map(model::get)
            .filter(needed -> needed != null && !needed.id().equals(view.id()))
            .anyMatch(needed -> needed.fact("populated").equals("f"));
    if (!reads) {
      ViewDdl.refresh(view, script);
    } else if (view.fact("populated").equals("t")) {
      findings.add(
          new Finding(
              "SCH-REFRESH",
              Severity.WARNING,
              view.id().toString(),
              "it cannot be filled: it reads a materialized view that is itself not filled",
              "REFRESH both on the target once the first may be filled."));
    }
  }

  /** Before the load if it is needed there or needs nothing that comes later. */
  private Stage stage(CatalogObject object) {
    if (early.contains(object.id())) {
      return Stage.OBJECTS;
    }
    if (LATE.contains(object.id().kind())) {
      return Stage.VIEWS;
    }
    Set<ObjectId> needs = new HashSet<>(DependencyOrder.closure(model, List.of(object.id())));
    needs.removeAll(early);
    return needs.stream().anyMatch(this::comesLate) ? Stage.VIEWS : Stage.OBJECTS;
  }

  private boolean comesLate(ObjectId id) {
    return LATE.contains(id.kind()) || id.kind() == Kind.CONSTRAINT;
  }

  private void reportCycle(List<ObjectId> cycle) {
    String names = cycle.stream().map(ObjectId::toString).collect(Collectors.joining(", "));
    findings.add(
        new Finding(
            "SCH-CYCLE",
            Severity.BLOCKER,
            cycle.get(0).toString(),
            "objects need each other in a circle and cannot be created one by one: " + names,
            "Break the circle on the source, for example with a function whose body is a string."));
  }

  /**
   * Who runs a plan, and where.
   *
   * @param database the target database's name
   * @param login the role that runs it
   * @param superuser whether that role may do anything
   */
  public record Actor(String database, String login, boolean superuser) {
    /**
     * A statement about an object's rights as its owner runs it: a superuser grants as the owner
     * anyway, a member of the owner has to become it.
     *
     * @param schema where the object lies, or empty
     */
    String asOwner(String owner, String schema, String sql) {
      boolean itself =
          superuser || owner.isEmpty() || owner.equals(login) || owner.startsWith("pg_");
      return itself ? sql : GrantChain.inName(owner, schema, sql);
    }
  }

  /** A column as a table's definition has it, but for its default: for ADD COLUMN. */
  public static String column(CatalogModel model, CatalogObject column) {
    ObjectId id = column.id();
    return model
        .find(ObjectId.of(Kind.TABLE, id.schema(), id.parent()))
        .map(table -> new TableDdl(model, new Script()).column(table, column))
        .orElseThrow(() -> dev.daybreak.kernel.error.MigrationException.bug("no table of " + id));
  }

  /** Statements in the order in which they run, and what cannot be. */
  public record Plan(List<PlannedStatement> statements, List<Finding> findings) {
    public Plan {
      statements = List.copyOf(statements);
      findings = List.copyOf(findings);
    }
  }
}
