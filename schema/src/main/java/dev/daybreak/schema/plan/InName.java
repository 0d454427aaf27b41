package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

/**
 * A statement that runs as another role: PostgreSQL records who granted, and picks any role a
 * member belongs to that could have. One statement, so that it is one entry of the journal.
 */
final class InName {
  private InName() {}

  /**
   * The statement.
   *
   * @param schema what the role must see to name the object: lent for the moment if it does not,
   *     and empty where the object lies in none
   */
  static String of(String role, String schema, String sql) {
    String who = quote(role);
    String as = "SET LOCAL ROLE " + who + "; " + sql + "; RESET ROLE; ";
    String body = schema.isEmpty() ? as : seeing(role, schema, as);
    return "DO " + literal("BEGIN " + body + "END");
  }

  private static String seeing(String role, String schema, String as) {
    String usage = "USAGE ON SCHEMA " + quote(schema);
    String who = quote(role);
    String sees =
        "pg_catalog.has_schema_privilege(" + literal(role) + ", " + literal(schema) + ", 'USAGE')";
    return "IF "
        + sees
        + " THEN "
        + as
        + "ELSE GRANT "
        + usage
        + " TO "
        + who
        + "; "
        + as
        + "REVOKE "
        + usage
        + " FROM "
        + who
        + "; END IF; ";
  }
}
