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
      case COLUMN -> "COLUMN " + id.parentSql() + "." + quote(id.name());
      case DOMAIN_CONSTRAINT -> "CONSTRAINT " + quote(id.name()) + " ON DOMAIN " + id.parentSql();
      case CONSTRAINT, TRIGGER, RULE, POLICY ->
          id.kind().keyword() + " " + quote(id.name()) + " ON " + id.parentSql();
      case FUNCTION, PROCEDURE -> id.kind().keyword() + " " + id.sql() + "(" + id.args() + ")";
      case AGGREGATE -> "AGGREGATE " + id.sql() + "(" + aggregateArguments(object) + ")";
      case OPERATOR -> "OPERATOR " + quote(id.schema()) + "." + id.name() + " (" + id.args() + ")";
      default -> id.kind().keyword() + " " + id.sql();
    };
  }

  /** As {@code GRANT ... ON} names it. */
  public static String forGrant(CatalogObject object, String database) {
    ObjectId id = object.id();
    return switch (id.kind()) {
      case TABLE, VIEW, MATERIALIZED_VIEW -> "TABLE " + id.sql();
      case COLUMN -> "TABLE " + id.parentSql();
      case AGGREGATE -> "FUNCTION " + id.sql() + "(" + id.args() + ")";
      default -> of(object, database);
    };
  }

  private static String aggregateArguments(CatalogObject object) {
    String identity = object.fact("identity");
    return identity.isEmpty() ? "*" : identity;
  }
}
