package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements that make functions, procedures, aggregates and operators. */
final class RoutineDdl {
  private static final Map<String, String> PARALLEL =
      Map.of("s", "SAFE", "r", "RESTRICTED", "u", "UNSAFE");
  private static final Map<String, String> MODIFY =
      Map.of("r", "READ_ONLY", "s", "SHAREABLE", "w", "READ_WRITE");

  private static final Set<String> BUILT_IN = Set.of("c", "internal");

  private RoutineDdl() {}

  static void routine(Stage stage, CatalogObject routine, Script script) {
    script.add(stage, routine, routine.get("definition", ""));
  }

  /** A function without its parsed body: {@link #routine} puts the whole in its place. */
  static void placeholder(Stage stage, CatalogObject routine, Script script) {
    String definition = routine.get("definition", "").stripTrailing();
    int end = definition.length() - routine.fact("sql body").length();
    script.add(stage, routine, definition.substring(0, end) + "AS 'SELECT NULL'");
  }

  static void aggregate(Stage stage, CatalogObject aggregate, Script script) {
    List<String> parts = new ArrayList<>();
    part(parts, "SFUNC", aggregate.get("transition function"));
    part(parts, "STYPE", aggregate.get("transition type"));
    part(parts, "SSPACE", aggregate.get("transition space"));
    part(parts, "FINALFUNC", aggregate.get("final function"));
    if (aggregate.is("final extra")) {
      parts.add("FINALFUNC_EXTRA");
    }
    part(parts, "FINALFUNC_MODIFY", MODIFY.get(aggregate.get("final modify", "")));
    part(parts, "COMBINEFUNC", aggregate.get("combine function"));
    part(parts, "SERIALFUNC", aggregate.get("serial function"));
    part(parts, "DESERIALFUNC", aggregate.get("deserial function"));
    part(parts, "INITCOND", text(aggregate.get("initial value")));
    part(parts, "MSFUNC", aggregate.get("moving transition function"));
    part(parts, "MINVFUNC", aggregate.get("moving inverse function"));
    part(parts, "MSTYPE", aggregate.get("moving transition type"));
    part(parts, "MFINALFUNC", aggregate.get("moving final function"));
    part(parts, "MSSPACE", aggregate.get("moving transition space"));
    if (aggregate.is("moving final extra")) {
      parts.add("MFINALFUNC_EXTRA");
    }
    part(parts, "MFINALFUNC_MODIFY", MODIFY.get(aggregate.get("moving final modify", "")));
    part(parts, "MINITCOND", text(aggregate.get("moving initial value")));
    part(parts, "SORTOP", aggregate.get("sort operator"));
    part(parts, "PARALLEL", PARALLEL.get(aggregate.get("parallel", "")));
    if ("h".equals(aggregate.get("kind"))) {
      parts.add("HYPOTHETICAL");
    }
    String arguments = aggregate.get("arguments", "");
    String sql =
        "CREATE AGGREGATE "
            + aggregate.id().sql()
            + "("
            + (arguments.isEmpty() ? "*" : arguments)
            + ") (\n  "
            + String.join(",\n  ", parts)
            + "\n)";
    script.add(stage, aggregate, sql);
  }

  static void operator(Stage stage, CatalogObject operator, Script script) {
    List<String> parts = new ArrayList<>();
    part(parts, "FUNCTION", operator.get("function"));
    part(parts, "LEFTARG", operator.get("left"));
    part(parts, "RIGHTARG", operator.get("right"));
    part(parts, "COMMUTATOR", operator.get("commutator"));
    part(parts, "NEGATOR", operator.get("negator"));
    part(parts, "RESTRICT", operator.get("restrict"));
    part(parts, "JOIN", operator.get("join"));
    if (operator.is("hashes")) {
      parts.add("HASHES");
    }
    if (operator.is("merges")) {
      parts.add("MERGES");
    }
    String sql =
        "CREATE OPERATOR "
            + quote(operator.id().schema())
            + "."
            + operator.id().name()
            + " (\n  "
            + String.join(",\n  ", parts)
            + "\n)";
    script.add(stage, operator, sql);
  }

  /**
   * Whether the object calls a function whose body is a text that may name anything: what that is
   * must exist when the server runs it.
   */
  static boolean isCalledBy(CatalogObject object, CatalogModel model) {
    return model.dependencies(object.id()).stream()
        .filter(id -> id.kind() == Kind.FUNCTION)
        .map(model::get)
        .anyMatch(function -> function != null && !BUILT_IN.contains(function.fact("language")));
  }

  private static void part(List<String> parts, String keyword, @Nullable String value) {
    TypeDdl.part(parts, keyword, value);
  }

  private static @Nullable String text(@Nullable String value) {
    return value == null ? null : literal(value);
  }
}
