package dev.daybreak.schema.rule;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a login that is no superuser, or a managed server, refuses. Each refusal is said; nothing is
 * left out in silence.
 */
public final class ManagedRules {
  private static final String INTERNAL = "internal";
  private static final Set<String> COMPILED = Set.of("c", INTERNAL);
  private static final Pattern UNTRUSTED = Pattern.compile("pl.+u");
  private static final Pattern HEAD = Pattern.compile("\n(AS |BEGIN ATOMIC|RETURN )");
  private static final Pattern SETTING = Pattern.compile("\n SET (\"[^\"]+\"|[^ ]+) TO ");

  /** Settings of every session that no catalog lists. */
  private static final Set<String> UNLISTED = Set.of("role", "session_authorization");

  private static final String PUBLIC_OWNER = "pg_database_owner";

  /** Kinds that only a superuser creates. */
  private static final Set<Kind> SUPERUSERS_ALONE =
      Set.of(Kind.OPERATOR_CLASS, Kind.OPERATOR_FAMILY, Kind.FOREIGN_DATA_WRAPPER);

  /** In the order in which they apply, after the rules of the source. */
  public static final List<Rule> ALL =
      List.of(
          new Rule(
              "SCH-EXTENSION",
              "An extension is created in the version the target ships; one that it does not offer,"
                  + " or that its login may not install, stops the migration.",
              "Versions of extensions go with the server's version, and providers allow some only.",
              Treatment.UNSUPPORTED,
              ManagedRules::extension),
          new Rule(
              "SCH-ROUTINE-LANGUAGE",
              "A routine in C or in an untrusted language stops the migration where the target's"
                  + " login may not create it.",
              "Such code does as the server's operating system user may.",
              Treatment.UNSUPPORTED,
              ManagedRules::language),
          new Rule(
              "SCH-ROUTINE-SETTING",
              "A routine that gives itself a setting which the target's login may not give stops"
                  + " the migration.",
              "The server holds that against its creator: settings of superusers, and names it does"
                  + " not know such as my.tenant.",
              Treatment.UNSUPPORTED,
              ManagedRules::routineSetting),
          new Rule(
              "SCH-LEAKPROOF",
              "A routine loses LEAKPROOF where the target's login is no superuser.",
              "Only a superuser may promise that code gives nothing away.",
              Treatment.NEEDS_DECISION,
              ManagedRules::leakproof),
          new Rule(
              "SCH-SUPERUSER-ONLY",
              "An object of a kind that only superusers create stops the migration where the"
                  + " target's login is none.",
              "A wrong one can bring a server down.",
              Treatment.UNSUPPORTED,
              ManagedRules::superusersAlone),
          new Rule(
              "SCH-EXTENSION-COMMENT",
              "An extension that the target had before keeps its comment where the target's login"
                  + " is no superuser.",
              "Only its owner may change it, and that is the first superuser.",
              Treatment.NEEDS_DECISION,
              ManagedRules::extensionComment),
          new Rule(
              "SCH-EVENT-TRIGGER-RIGHT",
              "An event trigger is left out where the target's login may not create one.",
              "Only a superuser may, or the administrator of a managed server that allows it.",
              Treatment.NEEDS_DECISION,
              ManagedRules::eventTrigger),
          new Rule(
              "SCH-SETTING-RIGHT",
              "A setting of a database or role that the target's login may not give is left out.",
              "Many settings are the superuser's, or the provider's parameter group's.",
              Treatment.NEEDS_DECISION,
              ManagedRules::setting),
          new Rule(
              "SCH-DATABASE-RIGHT",
              "Comment, grants and settings of the database are left out where the target's login"
                  + " does not own it.",
              "Only the owner of a database may change them.",
              Treatment.NEEDS_DECISION,
              ManagedRules::database),
          new Rule(
              "SCH-OWNER",
              "What belongs to a role that the target's login may not become belongs to the login.",
              "Giving an object away takes membership in the role it is given to.",
              Treatment.NEEDS_DECISION,
              ManagedRules::owner));

  private ManagedRules() {}

  private static CatalogObject extension(CatalogObject object, Conversion conversion, Rule rule) {
    if (object.id().kind() != Kind.EXTENSION || conversion.target().get(object.id()) != null) {
      return object;
    }
    String name = object.id().name();
    TargetFacts facts = conversion.facts();
    int major = conversion.target().version().major();
    if (!facts.profile().offers(name, major)) {
      conversion.say(
          rule,
          object.id(),
          facts.profile().name() + " " + major + " does not offer this extension",
          "Remove it from the source, or skip it with `schema.skip` if nothing depends on it.");
    } else if (!facts.extensions().contains(name)) {
      conversion.say(
          rule,
          object.id(),
          "the target cannot install this extension",
          "Make it available on the target, or remove it from the source.");
    } else if (!mayInstall(facts, name)) {
      conversion.say(
          rule,
          object.id(),
          "the login " + facts.login() + " may not install this extension on the target",
          "Let an administrator run CREATE EXTENSION on the target, then start again.");
    }
    return object;
  }

  private static boolean mayInstall(TargetFacts facts, String extension) {
    TargetRights rights = facts.rights();
    return rights.superuser() || facts.profile().managed() || rights.trusted().contains(extension);
  }

  private static boolean powerless(Conversion conversion) {
    TargetFacts facts = conversion.facts();
    return !facts.rights().superuser() || facts.profile().managed();
  }

  private static CatalogObject language(CatalogObject object, Conversion conversion, Rule rule) {
    String language = object.fact("language");
    boolean untrusted = COMPILED.contains(language) || UNTRUSTED.matcher(language).matches();
    if (object.id().kind().isRoutine() && untrusted && powerless(conversion)) {
      conversion.say(
          rule,
          object.id(),
          "its language " + language + " is not for the target's login",
          "Rewrite it in a trusted language with `schema.replace`, or skip it with `schema.skip`.");
    }
    return object;
  }

  private static CatalogObject routineSetting(
      CatalogObject object, Conversion conversion, Rule rule) {
    if (!object.id().kind().isRoutine() || conversion.facts().rights().superuser()) {
      return object;
    }
    Matcher given = SETTING.matcher(head(object));
    while (given.find()) {
      String setting = given.group(1).replace("\"", "");
      if (!UNLISTED.contains(setting) && !settable(conversion, setting)) {
        conversion.say(
            rule,
            object.id(),
            "the target's login may not give it the setting " + setting,
            "GRANT SET ON PARAMETER "
                + setting
                + " to the login (from PostgreSQL 15 on), or write"
                + " it without with `schema.replace`, or skip it with `schema.skip`.");
      }
    }
    return object;
  }

  private static CatalogObject leakproof(CatalogObject object, Conversion conversion, Rule rule) {
    String definition = object.get("definition", "");
    boolean routine = object.id().kind() == Kind.FUNCTION;
    if (!routine || !powerless(conversion)) {
      return object;
    }
    String head = head(object);
    String changed = head.replace(" LEAKPROOF", "");
    return changed.equals(head)
        ? object
        : object.with("definition", changed + definition.substring(head.length()));
  }

  private static CatalogObject superusersAlone(
      CatalogObject object, Conversion conversion, Rule rule) {
    if (isSuperusersAlone(object) && powerless(conversion)) {
      conversion.say(
          rule,
          object.id(),
          "only a superuser can create it, and the target's login is none",
          "Use an extension that brings it, or skip it with `schema.skip`; a range type over a"
              + " skipped operator class takes its subtype's usual one.");
    }
    return object;
  }

  private static CatalogObject extensionComment(
      CatalogObject object, Conversion conversion, Rule rule) {
    ObjectId id = object.id();
    CatalogObject there = conversion.target().get(id);
    boolean foreign =
        id.kind() == Kind.EXTENSION && !conversion.facts().created().contains(id.toString());
    return powerless(conversion) && foreign && there != null
        ? object.with("comment", there.get("comment"))
        : object;
  }

  private static boolean isSuperusersAlone(CatalogObject object) {
    return switch (object.id().kind()) {
      case AGGREGATE ->
          INTERNAL.equals(object.get("transition type"))
              || INTERNAL.equals(object.get("moving transition type"));
      case FUNCTION -> head(object).contains(" SUPPORT ");
      default -> SUPERUSERS_ALONE.contains(object.id().kind());
    };
  }

  /** A routine's definition up to its body. */
  private static String head(CatalogObject routine) {
    return HEAD.split(routine.get("definition", ""), 2)[0];
  }

  private static @Nullable CatalogObject eventTrigger(
      CatalogObject object, Conversion conversion, Rule rule) {
    boolean refused = powerless(conversion) && !conversion.facts().profile().eventTriggers();
    return object.id().kind() == Kind.EVENT_TRIGGER && refused ? null : object;
  }

  private static @Nullable CatalogObject setting(
      CatalogObject object, Conversion conversion, Rule rule) {
    if (conversion.facts().rights().superuser()) {
      return object;
    }
    if (object.id().kind() == Kind.SETTING) {
      boolean both = settable(conversion, object.id().name()) && mayAlter(conversion, object.id());
      return both ? object : null;
    }
    if (object.id().kind() != Kind.ROLE || !object.has("settings")) {
      return object;
    }
    List<String> kept = new ArrayList<>();
    for (String entry : object.get("settings", "").split("\n")) {
      if (settable(conversion, entry.substring(0, Math.max(0, entry.indexOf('='))))) {
        kept.add(entry);
      }
    }
    return object.with("settings", kept.isEmpty() ? null : String.join("\n", kept));
  }

  /** A role that was there before us is altered by those who administer it. */
  private static boolean mayAlter(Conversion conversion, ObjectId setting) {
    String role = setting.args();
    TargetFacts facts = conversion.facts();
    return role.isEmpty()
        || role.equals(facts.login())
        || !conversion.foreignRole(role)
        || facts.rights().grants().contains(role);
  }

  /** Names the server does not know, such as {@code my.tenant}, are the superuser's to give. */
  private static boolean settable(Conversion conversion, String setting) {
    return conversion.facts().rights().settable().contains(setting);
  }

  private static @Nullable CatalogObject database(
      CatalogObject object, Conversion conversion, Rule rule) {
    TargetRights rights = conversion.facts().rights();
    boolean ofDatabase =
        object.id().kind() == Kind.DATABASE
            || object.id().kind() == Kind.SETTING && object.id().args().isEmpty();
    return ofDatabase && !rights.superuser() && !rights.ownsDatabase() ? null : object;
  }

  private static CatalogObject owner(CatalogObject object, Conversion conversion, Rule rule) {
    TargetFacts facts = conversion.facts();
    String owner = object.get("owner");
    if (owner == null || facts.rights().superuser() || owner.equals(facts.login())) {
      return object;
    }
    ObjectId role = ObjectId.of(Kind.ROLE, "", owner);
    boolean ours = !owner.startsWith("pg_") && !conversion.foreignRole(owner);
    boolean there = conversion.target().get(role) != null || owner.equals(PUBLIC_OWNER);
    if (ours || there && facts.rights().becomes().contains(owner)) {
      return object;
    }
    String grant = CatalogObject.GRANT + owner;
    return object
        .with("owner", facts.login())
        .with(CatalogObject.GRANT + facts.login(), object.get(grant))
        .with(grant, null);
  }
}
