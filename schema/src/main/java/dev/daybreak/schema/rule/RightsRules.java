package dev.daybreak.schema.rule;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.GrantKey;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What has to be said about rights that only superusers give, or in the name of others. */
public final class RightsRules {
  /** Types of shipped objects, in the server's words, of which the target's are known. */
  private static final Set<String> LISTED =
      Set.of(
          "function", "procedure", "aggregate", "table", "view", "materialized view", "sequence");

  /** In the order in which they apply, after the rules of the source. */
  public static final List<Rule> ALL =
      List.of(
          new Rule(
              "SCH-SHIPPED-RIGHT",
              "Changed rights on what the server or an extension brings are left out where the"
                  + " target has no such object or its login is no superuser.",
              "Functions and views of the server come and go with versions, and are a superuser's.",
              Treatment.NEEDS_DECISION,
              RightsRules::shipped),
          new Rule(
              "SCH-PARAMETER-RIGHT",
              "Rights to change settings of the server are left out where the target's login is no"
                  + " superuser.",
              "Only a superuser may give them.",
              Treatment.NEEDS_DECISION,
              RightsRules::parameter),
          new Rule(
              "SCH-GRANTOR",
              "What a role granted that the target's login may not become is granted by the owner.",
              "Granting in somebody's name takes the right to become that role.",
              Treatment.AUTOMATIC,
              RightsRules::grantor),
          new Rule(
              "SCH-DEFAULT-PRIVILEGES",
              "Default privileges of a role that the target's login may not become are left out.",
              "They are what that role gives away when it creates something.",
              Treatment.NEEDS_DECISION,
              RightsRules::defaultPrivileges),
          new Rule(
              "SCH-PUBLICATION-RIGHT",
              "A publication of all tables or of schemas is left out where the target's login is no"
                  + " superuser.",
              "Only a superuser may publish what others will create.",
              Treatment.NEEDS_DECISION,
              RightsRules::publication),
          new Rule(
              "SCH-CAST-RIGHT",
              "A cast that takes one type's bytes for another's stops the migration where the"
                  + " target's login is no superuser.",
              "A wrong one can bring a server down.",
              Treatment.UNSUPPORTED,
              RightsRules::cast));

  private RightsRules() {}

  /** On a managed server nobody is superuser, whatever the login is on the server at hand. */
  private static boolean superuser(Conversion conversion) {
    TargetFacts facts = conversion.facts();
    return facts.rights().superuser() && !facts.profile().managed();
  }

  private static @Nullable CatalogObject shipped(
      CatalogObject object, Conversion conversion, Rule rule) {
    if (object.id().kind() != Kind.SHIPPED) {
      return object;
    }
    String extension = object.fact("extension");
    boolean yetToCome =
        !extension.isEmpty()
            && conversion.target().get(ObjectId.of(Kind.EXTENSION, "", extension)) == null;
    boolean there =
        yetToCome
            || !LISTED.contains(object.id().args())
            || conversion.facts().shipped().contains(object.id().name());
    return superuser(conversion) && there ? object : null;
  }

  private static @Nullable CatalogObject parameter(
      CatalogObject object, Conversion conversion, Rule rule) {
    return object.id().kind() == Kind.PARAMETER && !superuser(conversion) ? null : object;
  }

  private static CatalogObject grantor(CatalogObject object, Conversion conversion, Rule rule) {
    CatalogObject changed = object;
    for (String key : object.attributes().keySet()) {
      if (GrantKey.is(key) && !mayBecome(conversion, GrantKey.of(key).grantor())) {
        String own = CatalogObject.GRANT + GrantKey.of(key).grantee();
        String all = union(changed.get(own, ""), object.get(key, ""));
        changed = changed.with(key, null).with(own, all);
      }
    }
    return changed;
  }

  private static @Nullable CatalogObject defaultPrivileges(
      CatalogObject object, Conversion conversion, Rule rule) {
    boolean such = object.id().kind() == Kind.DEFAULT_PRIVILEGES;
    return such && !mayBecome(conversion, object.id().name()) ? null : object;
  }

  /** Every superuser may; another login belongs to the roles it makes, and perhaps to others. */
  private static boolean mayBecome(Conversion conversion, String role) {
    TargetRights rights = conversion.facts().rights();
    if (role.equals(RoleRules.firstSuperuser(conversion)) && conversion.targetRole(role) == null) {
      return false;
    }
    boolean ours = !role.startsWith("pg_") && !conversion.foreignRole(role);
    return rights.superuser() || ours || rights.becomes().contains(role);
  }

  /** Both lists of privileges; what may be passed on by one of them may be. */
  static String union(String one, String other) {
    TreeSet<String> all = new TreeSet<>();
    for (String list : List.of(one, other)) {
      Arrays.stream(list.split(", ")).filter(p -> !p.isEmpty()).forEach(all::add);
    }
    all.removeIf(privilege -> all.contains(privilege + "*"));
    return String.join(", ", all);
  }

  private static @Nullable CatalogObject publication(
      CatalogObject object, Conversion conversion, Rule rule) {
    boolean broad = object.has("all tables") || object.has("schemas");
    TargetFacts facts = conversion.facts();
    boolean may = facts.rights().superuser() || facts.profile().managed();
    boolean refused = object.id().kind() == Kind.PUBLICATION && broad && !may;
    return refused ? null : object;
  }

  private static CatalogObject cast(CatalogObject object, Conversion conversion, Rule rule) {
    boolean bytes =
        object.id().kind() == Kind.CAST && object.get("method", "").equals("WITHOUT FUNCTION");
    if (bytes && !superuser(conversion)) {
      conversion.say(
          rule,
          object.id(),
          "only a superuser can create it, and the target's login is none",
          "Replace it with a cast WITH FUNCTION or WITH INOUT, or skip it with `schema.skip`.");
    }
    return object;
  }
}
