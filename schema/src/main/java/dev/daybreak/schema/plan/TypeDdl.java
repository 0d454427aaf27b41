package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that make types and collations. */
final class TypeDdl {
  private TypeDdl() {}

  static void enumeration(CatalogObject type, Script script) {
    String labels = type.get("labels", "");
    script.add(Stage.OBJECTS, type, "CREATE TYPE " + type.id().sql() + " AS ENUM (" + labels + ")");
  }

  static void composite(CatalogObject type, Script script) {
    String attributes = type.get("attributes", "");
    script.add(Stage.OBJECTS, type, "CREATE TYPE " + type.id().sql() + " AS (" + attributes + ")");
  }

  static void domain(CatalogObject type, DomainChecks checks, Script script) {
    StringBuilder sql = new StringBuilder("CREATE DOMAIN ");
    sql.append(type.id().sql()).append(" AS ").append(type.get("type"));
    if (type.has("collation")) {
      sql.append(" COLLATE ").append(type.get("collation"));
    }
    if (type.has("default")) {
      sql.append(" DEFAULT ").append(type.get("default"));
    }
    if ("t".equals(type.get("not null"))) {
      String name = type.get("not null name");
      sql.append(name == null ? "" : " CONSTRAINT " + quote(name)).append(" NOT NULL");
    }
    for (CatalogObject check : checks.inlineOf(type.id())) {
      sql.append("\n  CONSTRAINT ").append(quote(check.id().name()));
      sql.append(' ').append(check.get("definition"));
    }
    script.add(Stage.OBJECTS, type, sql.toString());
  }

  static void domainConstraint(CatalogObject constraint, DomainChecks checks, Script script) {
    if (checks.inline().contains(constraint.id())) {
      return;
    }
    String sql =
        "ALTER DOMAIN "
            + constraint.id().parentSql()
            + " ADD CONSTRAINT "
            + quote(constraint.id().name())
            + " "
            + constraint.get("definition");
    script.add(Stage.OBJECTS, constraint, sql);
  }

  static void range(CatalogObject type, Script script) {
    List<String> parts = new ArrayList<>();
    part(parts, "SUBTYPE", type.get("subtype"));
    part(parts, "SUBTYPE_OPCLASS", type.get("operator class"));
    part(parts, "COLLATION", type.get("collation"));
    part(parts, "SUBTYPE_DIFF", type.get("subtype difference"));
    part(parts, "MULTIRANGE_TYPE_NAME", type.get("multirange"));
    String sql = "CREATE TYPE " + type.id().sql() + " AS RANGE (" + String.join(", ", parts) + ")";
    script.add(Stage.OBJECTS, type, sql);
    if (type.has("multirange comment")) {
      String comment = literal(type.get("multirange comment", ""));
      String on = "COMMENT ON TYPE " + type.get("multirange") + " IS ";
      script.add(Stage.COMMENTS, type.id(), on + comment, 0);
    }
  }

  static void collation(CatalogObject collation, Script script) {
    List<String> parts = new ArrayList<>();
    part(parts, "PROVIDER", collation.get("provider"));
    boolean pair = collation.has("character type");
    part(parts, pair ? "LC_COLLATE" : "LOCALE", literalOf(collation.get("locale")));
    part(parts, "LC_CTYPE", literalOf(collation.get("character type")));
    part(parts, "RULES", literalOf(collation.get("rules")));
    if ("f".equals(collation.get("deterministic"))) {
      parts.add("DETERMINISTIC = false");
    }
    String sql = "CREATE COLLATION " + collation.id().sql() + " (" + String.join(", ", parts) + ")";
    script.add(Stage.OBJECTS, collation, sql);
  }

  static void part(List<String> parts, String keyword, @Nullable String value) {
    if (value != null) {
      parts.add(keyword + " = " + value);
    }
  }

  private static @Nullable String literalOf(@Nullable String text) {
    return text == null ? null : literal(text);
  }
}
