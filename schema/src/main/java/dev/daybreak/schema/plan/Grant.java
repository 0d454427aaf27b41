package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one grantee holds, with or without the right to pass it on.
 *
 * @param privileges in words of {@code GRANT}
 * @param grantee a role, or everybody
 * @param grantable whether it may be passed on
 */
record Grant(List<String> privileges, String grantee, boolean grantable) {
  /** All that the object's owner granted. */
  static List<Grant> of(CatalogObject object) {
    return of(object, CatalogObject.GRANT);
  }

  /** All of an object's attributes with a prefix. */
  static List<Grant> of(CatalogObject object, String prefix) {
    List<Grant> grants = new ArrayList<>();
    object
        .attributes()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                grants.addAll(of(name.substring(prefix.length()), value));
              }
            });
    return grants;
  }

  /** What a grantee's list of privileges says; a star marks what may be passed on. */
  static List<Grant> of(String grantee, String privileges) {
    List<Grant> grants = new ArrayList<>();
    List<String> all = List.of(privileges.split(", "));
    add(grants, all.stream().filter(p -> !p.endsWith("*")).toList(), grantee, false);
    add(
        grants,
        all.stream().filter(p -> p.endsWith("*")).map(p -> p.substring(0, p.length() - 1)).toList(),
        grantee,
        true);
    return grants;
  }

  private static void add(
      List<Grant> grants, List<String> privileges, String grantee, boolean grantable) {
    if (!privileges.isEmpty()) {
      grants.add(new Grant(privileges, grantee, grantable));
    }
  }

  /** The privileges, each followed by a list of columns or nothing. */
  String list(String suffix) {
    return privileges.stream().map(p -> p + suffix).collect(Collectors.joining(", "));
  }

  /** {@code TO "alice" WITH GRANT OPTION}, with a leading blank. */
  String to() {
    return " TO " + who() + (grantable ? " WITH GRANT OPTION" : "");
  }

  /** {@code FROM "alice"}, with a leading blank. */
  String from() {
    return " FROM " + who();
  }

  private String who() {
    return who(grantee);
  }

  /** A role's name as SQL, or PUBLIC. */
  static String who(String role) {
    return role.equals(CatalogObject.EVERYBODY) ? "PUBLIC" : quote(role);
  }
}
