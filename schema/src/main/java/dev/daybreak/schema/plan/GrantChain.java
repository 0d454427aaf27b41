package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.GrantKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What roles other than the owner granted on one object, in an order in which everybody holds what
 * he passes on.
 */
final class GrantChain {
  private GrantChain() {}

  /** What one role granted to another. */
  record Passed(String grantor, Grant grant) {
    /** One statement that grants in the name of the grantor. */
    String sql(String on, String suffix, String schema) {
      String sql = "GRANT " + grant.list(suffix) + " ON " + on + grant.to();
      return inName(grantor, schema, sql);
    }
  }

  static List<Passed> of(CatalogObject object) {
    List<Passed> open = new ArrayList<>();
    Set<String> holders = new HashSet<>();
    object
        .attributes()
        .forEach(
            (name, value) -> {
              if (name.startsWith(CatalogObject.GRANT_BY)) {
                GrantKey key = GrantKey.of(name);
                Grant.of(key.grantee(), value)
                    .forEach(grant -> open.add(new Passed(key.grantor(), grant)));
              } else if (name.startsWith(CatalogObject.GRANT) && value.contains("*")) {
                holders.add(name.substring(CatalogObject.GRANT.length()));
              }
            });
    return ordered(open, holders);
  }

  private static List<Passed> ordered(List<Passed> open, Set<String> holders) {
    List<Passed> done = new ArrayList<>();
    while (!open.isEmpty()) {
      List<Passed> now =
          open.stream().filter(passed -> holders.contains(passed.grantor())).toList();
      List<Passed> next = now.isEmpty() ? List.copyOf(open) : now;
      done.addAll(next);
      open.removeAll(next);
      next.forEach(passed -> holders.add(passed.grant().grantee()));
    }
    return done;
  }

  /**
   * A statement that runs as another role: PostgreSQL records who granted, and picks any role that
   * a member belongs to and that could have. One statement, so one entry of the journal.
   *
   * @param schema what the role must see to name the object: lent for the moment if it does not,
   *     and empty where the object lies in none
   */
  static String inName(String role, String schema, String sql) {
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
