package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.ObjectId;

/** How statements refer to an object that exists: {@code FUNCTION "s"."f"(integer)}. */
public final class References {
  private References() {}

  /** As {@code COMMENT ON} and {@code DROP} name it. */
  public static String of(CatalogObject object, String database) {
    ObjectId id = object.id();
    return switch (id.kind()) {
      case DATABASE -> "DATABASE " + quote(database);
      case COLUMN, ATTRIBUTE -> "COLUMN " + id.parentSql() + "." + quote(id.name());
      case DOMAIN_CONSTRAINT -> "CONSTRAINT " + quote(id.name()) + " ON DOMAIN " + id.parentSql();
      case CONSTRAINT, TRIGGER, RULE, POLICY ->
          id.kind().keyword() + " " + quote(id.name()) + " ON " + id.parentSql();
      case FUNCTION, PROCEDURE -> id.kind().keyword() + " " + id.sql() + "(" + id.args() + ")";
      case AGGREGATE -> "AGGREGATE " + id.sql() + "(" + aggregateArguments(object) + ")";
      case OPERATOR -> "OPERATOR " + quote(id.schema()) + "." + id.name() + " (" + id.args() + ")";
      case OPERATOR_FAMILY, OPERATOR_CLASS -> ClassDdl.reference(id);
      case CAST -> "CAST (" + id.name() + ")";
      case USER_MAPPING -> ForeignDdl.reference(id);
      default -> id.kind().keyword() + " " + id.sql();
    };
  }

  /** As {@code GRANT ... ON} names it. */
  public static String forGrant(CatalogObject object, String database) {
    ObjectId id = object.id();
    return switch (id.kind()) {
      case TABLE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE -> "TABLE " + id.sql();
      case COLUMN -> "TABLE " + id.parentSql();
      case FOREIGN_SERVER -> "FOREIGN SERVER " + id.sql();
      case SHIPPED -> shipped(id);
      case AGGREGATE -> "FUNCTION " + id.sql() + "(" + id.args() + ")";
      default -> of(object, database);
    };
  }

  /** The catalog's words for a type of object are those of GRANT but for relations. */
  private static String shipped(ObjectId id) {
    String word =
        switch (id.args()) {
          case "view", "materialized view", "foreign table" -> "TABLE";
          case "aggregate" -> "FUNCTION";
          case "foreign-data wrapper" -> "FOREIGN DATA WRAPPER";
          case "server" -> "FOREIGN SERVER";
          default -> id.args().toUpperCase(java.util.Locale.ROOT);
        };
    return word + " " + id.name();
  }

  private static String aggregateArguments(CatalogObject object) {
    String identity = object.fact("identity");
    return identity.isEmpty() ? "*" : identity;
  }
}
