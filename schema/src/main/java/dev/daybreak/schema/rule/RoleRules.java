package dev.daybreak.schema.rule;

import dev.daybreak.kernel.Names;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.GrantKey;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules about roles: they are shared by all databases of the target server. */
final class RoleRules {
  private static final String[] RESERVED = {"superuser", "replication", "bypass row security"};

  private static final String CREATE_DATABASE = "create database";

  private RoleRules() {}

  static @Nullable CatalogObject bootstrap(CatalogObject object, Conversion conversion, Rule rule) {
    String first = firstSuperuser(conversion);
    if (object.id().kind() == Kind.ROLE) {
      return object.id().name().equals(first) ? null : object;
    }
    if (conversion.targetRole(first) != null) {
      return object;
    }
    if (object.id().kind() == Kind.USER_MAPPING && object.id().args().equals(first)) {
      conversion.say(
          rule,
          Treatment.NEEDS_DECISION,
          object.id(),
          "the target has no role " + first + ": nobody there has its login to the other server",
          "CREATE USER MAPPING on the target for the role that needs it.");
      return null;
    }
    if (concerns(object.id(), first)) {
      return null;
    }
    CatalogObject changed = object;
    String login = conversion.facts().login();
    if (first.equals(object.get("owner"))) {
      changed = changed.with("owner", login);
      conversion.say(
          rule,
          Treatment.AUTOMATIC,
          object.id(),
          "its owner " + first + " becomes " + login,
          "Nothing is needed.");
    }
    return toGrantee(toPolicy(changed, first, login), first, login);
  }

  /** What one role holds, another one holds, with what that holds already. */
  private static CatalogObject toGrantee(CatalogObject object, String from, String to) {
    CatalogObject changed = object;
    for (String key : object.attributes().keySet()) {
      String other = null;
      if (key.equals(CatalogObject.GRANT + from)) {
        other = CatalogObject.GRANT + to;
      } else if (GrantKey.is(key) && GrantKey.of(key).grantee().equals(from)) {
        other = new GrantKey(GrantKey.of(key).grantor(), to).attribute();
      }
      if (other != null) {
        String both = RightsRules.union(object.get(other, ""), object.get(key, ""));
        changed = changed.with(key, null).with(other, both);
      }
    }
    return changed;
  }

  private static CatalogObject toPolicy(CatalogObject policy, String from, String to) {
    String roles = policy.id().kind() == Kind.POLICY ? policy.fact("roles") : "";
    if (roles.isEmpty()) {
      return policy;
    }
    TreeSet<String> names = new TreeSet<>();
    for (String role : roles.split("\n")) {
      String name = CatalogModel.unescaped(role);
      names.add(name.equals(from) ? to : name);
    }
    return policy.with("roles", names.stream().map(Names::quote).collect(Collectors.joining(", ")));
  }

  /** What is nothing without the role. */
  private static boolean concerns(ObjectId id, String role) {
    return switch (id.kind()) {
      case MEMBERSHIP, DEFAULT_PRIVILEGES -> id.name().equals(role);
      case SETTING -> id.args().equals(role);
      default -> false;
    };
  }

  /** The source's, which the target may not have. */
  static String firstSuperuser(Conversion conversion) {
    return conversion.source().of(Kind.ROLE).stream()
        .filter(role -> !role.fact("bootstrap").isEmpty())
        .map(role -> role.id().name())
        .findFirst()
        .orElse("");
  }

  static @Nullable CatalogObject existing(CatalogObject object, Conversion conversion, Rule rule) {
    if (object.id().kind() != Kind.ROLE || !conversion.foreignRole(object.id().name())) {
      return object;
    }
    CatalogObject there = conversion.targetRole(object.id().name());
    if (there != null && !there.attributes().equals(object.attributes())) {
      conversion.say(
          rule,
          Treatment.NEEDS_DECISION,
          object.id(),
          "the target has a role of this name with other attributes",
          "Compare the two roles and ALTER ROLE on the target where its logins need it.");
    }
    return null;
  }

  static CatalogObject attributes(CatalogObject object, Conversion conversion, Rule rule) {
    TargetRights rights = conversion.facts().rights();
    if (object.id().kind() != Kind.ROLE || rights.superuser()) {
      return object;
    }
    List<String> reserved = new ArrayList<>(List.of(RESERVED));
    if (!rights.createDatabase()) {
      reserved.add(CREATE_DATABASE);
    }
    CatalogObject changed = object;
    for (String attribute : reserved) {
      if ("t".equals(object.get(attribute))) {
        changed = changed.with(attribute, "f");
        conversion.say(
            rule,
            Treatment.NEEDS_DECISION,
            object.id(),
            "the target's login cannot give it " + attribute,
            "Give the role what it needs by the means of the server's provider.");
      }
    }
    return changed;
  }

  static @Nullable CatalogObject membership(
      CatalogObject object, Conversion conversion, Rule rule) {
    ObjectId id = object.id();
    if (id.kind() != Kind.MEMBERSHIP) {
      return object;
    }
    boolean groupThere = id.name().startsWith("pg_") || conversion.foreignRole(id.name());
    TargetRights rights = conversion.facts().rights();
    boolean there = conversion.target().get(id) != null;
    if (groupThere && !there && !rights.superuser() && !rights.grants().contains(id.name())) {
      conversion.say(
          rule,
          Treatment.NEEDS_DECISION,
          id,
          "the target's login may not make others members of " + id.name(),
          "Let an administrator of the target GRANT it, if its logins need it.");
      return null;
    }
    if (!groupThere || !conversion.foreignRole(id.args())) {
      return object;
    }
    if (!there) {
      conversion.say(
          rule,
          Treatment.NEEDS_DECISION,
          id,
          "the target has both roles but not this membership",
          "GRANT it on the target if its logins need it.");
    }
    return null;
  }

  /** Roles that are nothing here, and what they are members of. */
  static @Nullable CatalogObject unused(CatalogObject object, Conversion conversion, Rule rule) {
    ObjectId id = object.id();
    return switch (id.kind()) {
      case ROLE -> isUnused(conversion, id.name()) ? null : object;
      case MEMBERSHIP -> isUnused(conversion, id.args()) ? null : object;
      default -> object;
    };
  }

  private static boolean isUnused(Conversion conversion, String role) {
    CatalogObject found = conversion.source().get(ObjectId.of(Kind.ROLE, "", role));
    return found == null || found.fact("used").isEmpty();
  }
}
