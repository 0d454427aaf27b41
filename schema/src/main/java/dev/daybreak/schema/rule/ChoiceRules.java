package dev.daybreak.schema.rule;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.kernel.stage.SchemaChoices.Acceptance;
import dev.daybreak.kernel.stage.SchemaChoices.ColumnType;
import dev.daybreak.kernel.stage.SchemaChoices.Replacement;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people decided about the schema, as rules among the others. Immutable. */
public final class ChoiceRules {
  private static final String DEPENDENT = "SCH-SKIP-DEPENDENT";
  private static final String OPERATOR_CLASS = "operator class";

  /** Kinds whose rows or values would have no place: a migration moves all of them. */
  private static final Set<Kind> NEVER_SKIPPED =
      Set.of(
          Kind.DATABASE,
          Kind.SCHEMA,
          Kind.ROLE,
          Kind.TABLE,
          Kind.COLUMN,
          Kind.SEQUENCE,
          Kind.ENUM,
          Kind.DOMAIN,
          Kind.COMPOSITE,
          Kind.RANGE);

  /** Kinds whose definition the target can be asked to print, so that it compares. */
  private static final Set<Kind> REPLACED =
      Set.of(Kind.FUNCTION, Kind.PROCEDURE, Kind.VIEW, Kind.MATERIALIZED_VIEW);

  private static final Pattern CREATE =
      Pattern.compile("^\\s*CREATE\\s+(OR\\s+REPLACE\\s+)?", Pattern.CASE_INSENSITIVE);

  private final SchemaChoices choices;
  private final Set<ObjectId> skipped = new HashSet<>();
  private final Map<ObjectId, String> types = new HashMap<>();
  private final Map<ObjectId, String> definitions = new HashMap<>();

  private ChoiceRules(SchemaChoices choices) {
    this.choices = choices;
  }

  /**
   * The choices, held against the source.
   *
   * @throws MigrationException UNKNOWN_OBJECT when one is about nothing, BAD_CONFIGURATION when it
   *     cannot be had
   */
  public static ChoiceRules of(SchemaChoices choices, CatalogModel source) {
    ChoiceRules rules = new ChoiceRules(choices);
    Map<String, CatalogObject> names =
        source.objects().stream()
            .collect(Collectors.toMap(o -> o.id().toString(), o -> o, (first, second) -> first));
    choices.skip().forEach(name -> rules.skip(named(name, names), source));
    for (ColumnType type : choices.types()) {
      rules.retype(named(type.column(), names), type.type());
    }
    for (Replacement replacement : choices.replace()) {
      rules.replace(named(replacement.object(), names), replacement.sql());
    }
    return rules;
  }

  private static CatalogObject named(String name, Map<String, CatalogObject> names) {
    CatalogObject object = names.get(name);
    if (object == null) {
      throw new MigrationException(
          ErrorCode.UNKNOWN_OBJECT,
          "the source has no " + name + ", which the fleet file decides about",
          "Write kind and full name, such as `view sales.totals`, as `daybreak start --dry-run`"
              + " and the findings do.");
    }
    return object;
  }

  private void skip(CatalogObject object, CatalogModel source) {
    ObjectId id = object.id();
    boolean primary = "p".equals(object.get("type")) && id.kind() == Kind.CONSTRAINT;
    if (NEVER_SKIPPED.contains(id.kind()) || primary) {
      throw unfit(object, "skipped: rows or other objects rest on it");
    }
    skipped.add(id);
    for (CatalogObject other : source.objects()) {
      if (isPart(other, object)) {
        skipped.add(other.id());
      }
    }
  }

  /** What goes with an object because it is nothing without it. */
  private static boolean isPart(CatalogObject part, CatalogObject whole) {
    ObjectId id = whole.id();
    boolean sameSchema = part.id().schema().equals(id.schema());
    return sameSchema
        && switch (id.kind()) {
          case VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE ->
              part.id().parent().equals(id.name()) || id.name().equals(part.get("table"));
          case CONSTRAINT ->
              part.id().kind() == Kind.INDEX
                  && part.id().name().equals(id.name())
                  && part.has("constraint");
          default -> false;
        };
  }

  private void retype(CatalogObject object, String type) {
    if (object.id().kind() != Kind.COLUMN) {
      throw unfit(object, "given a type: only columns can");
    }
    types.put(object.id(), type);
  }

  private void replace(CatalogObject object, String sql) {
    if (!REPLACED.contains(object.id().kind())) {
      throw unfit(object, "replaced: views and routines can, others be skipped");
    }
    boolean routine = object.id().kind().isRoutine();
    definitions.put(
        object.id(), routine ? CREATE.matcher(sql).replaceFirst("CREATE OR REPLACE ") : sql);
  }

  private static MigrationException unfit(CatalogObject object, String why) {
    return new MigrationException(
        ErrorCode.BAD_CONFIGURATION,
        object.id() + " cannot be " + why + ".",
        "Change it on the source, or take the key out of the fleet file.");
  }

  /** The rules, to come after those of the source and before those of the target. */
  public List<Rule> rules() {
    return List.of(
        new Rule(
            "SCH-CHOICE-SKIP",
            "An object that the fleet file skips is left out, with what is part of it.",
            "Somebody decided so.",
            Treatment.AUTOMATIC,
            (object, conversion, rule) -> skipped.contains(object.id()) ? null : object),
        new Rule(
            "SCH-CHOICE-TYPE",
            "A column has the type the fleet file gives it.",
            "Somebody decided so.",
            Treatment.AUTOMATIC,
            (object, conversion, rule) ->
                types.containsKey(object.id())
                    ? object.with("type", types.get(object.id()))
                    : object),
        new Rule(
            "SCH-CHOICE-REPLACE",
            "An object has the definition the fleet file gives it.",
            "Somebody decided so.",
            Treatment.AUTOMATIC,
            (object, conversion, rule) -> replaced(object)),
        new Rule(
            "SCH-RANGE-OPERATOR-CLASS",
            "A range type whose operator class the fleet file skips is ordered by its subtype's"
                + " usual one.",
            "Ranges are ordered and held to be equal by that class: rows that only the other order"
                + " allows stop the load.",
            Treatment.NEEDS_DECISION,
            (object, conversion, rule) ->
                isReordered(object, conversion.source())
                    ? object.with(OPERATOR_CLASS, null)
                    : object));
  }

  private boolean isReordered(CatalogObject range, CatalogModel source) {
    return range.id().kind() == Kind.RANGE
        && range.has(OPERATOR_CLASS)
        && source.dependencies(range.id()).stream()
            .anyMatch(id -> id.kind() == Kind.OPERATOR_CLASS && skipped.contains(id));
  }

  /** What of the source is moved as it is: not skipped, and not given another definition. */
  public CatalogModel moved(CatalogModel source) {
    return source.withObjects(
        source.objects().stream()
            .filter(o -> !skipped.contains(o.id()) && !definitions.containsKey(o.id()))
            .toList());
  }

  private CatalogObject replaced(CatalogObject object) {
    String sql = definitions.get(object.id());
    return sql == null ? object : object.with("definition", sql).without("language");
  }

  /** Promised objects that need one that is skipped, each a reason to stop. */
  public List<Finding> dependents(CatalogModel source, CatalogModel promised) {
    List<Finding> findings = new ArrayList<>();
    for (CatalogObject object : promised.objects()) {
      for (ObjectId needed : source.dependencies(object.id())) {
        boolean instead = object.id().kind() == Kind.RANGE && !object.has(OPERATOR_CLASS);
        boolean needs = skipped.contains(needed) && !definitions.containsKey(object.id());
        if (needs && !(instead && needed.kind() == Kind.OPERATOR_CLASS)) {
          findings.add(
              new Finding(
                  DEPENDENT,
                  Severity.BLOCKER,
                  skippable(object).toString(),
                  "it needs the " + needed + ", which is skipped",
                  "Skip it too, or give it another definition with `schema.replace`."));
        }
      }
    }
    return findings;
  }

  /** An index that a constraint made goes with the constraint. */
  private static ObjectId skippable(CatalogObject object) {
    ObjectId id = object.id();
    return id.kind() == Kind.INDEX && object.has("constraint")
        ? ObjectId.in(Kind.CONSTRAINT, id.schema(), object.get("table", ""), id.name())
        : id;
  }

  /** The findings, with those that somebody accepted as notes that give the reason. */
  public List<Finding> accepted(List<Finding> findings) {
    return findings.stream().map(this::accepted).sorted().toList();
  }

  /** One finding, as a note that gives the reason if somebody accepted it. */
  public Finding accepted(Finding finding) {
    Acceptance acceptance = find(finding);
    return acceptance == null || finding.severity() == Severity.INFO
        ? finding
        : finding.weighed(Severity.INFO, "accepted: " + acceptance.reason());
  }

  private @Nullable Acceptance find(Finding finding) {
    return choices.accept().stream()
        .filter(a -> a.finding().equals(finding.id()) && a.object().equals(finding.object()))
        .findFirst()
        .orElse(null);
  }
}
