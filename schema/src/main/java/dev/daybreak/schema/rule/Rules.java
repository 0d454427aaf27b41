package dev.daybreak.schema.rule;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules for PostgreSQL to PostgreSQL, in the order in which they apply. */
public final class Rules {
  private static final int PRIVILEGES_OF_A_TABLE = 7;
  private static final int MAINTAIN_SINCE = 17;
  private static final int PARTITION_IDENTITY_SINCE = 17;

  private static final List<Rule> OWN =
      List.of(
          new Rule(
              "SCH-BOOTSTRAP-ROLE",
              "What the source's first superuser owns belongs to the target's login when the target"
                  + " has no role of that name, and its settings, default privileges and members"
                  + " are left out; the role itself is never created.",
              "Every server has its own first superuser.",
              Treatment.AUTOMATIC,
              RoleRules::bootstrap),
          new Rule(
              "SCH-ROLE-UNUSED",
              "Roles that own nothing, hold nothing and belong to nobody here are not moved.",
              "Roles are shared by all databases of a server.",
              Treatment.AUTOMATIC,
              RoleRules::unused),
          new Rule(
              "SCH-ROLE-EXISTS",
              "A role that the target already has is left as it is.",
              "Other databases of that server may rely on it.",
              Treatment.AUTOMATIC,
              RoleRules::existing),
          new Rule(
              "SCH-ROLE-ATTRIBUTE",
              "SUPERUSER, REPLICATION and BYPASSRLS are not given by a login that lacks them.",
              "A managed server gives nobody these rights.",
              Treatment.NEEDS_DECISION,
              RoleRules::attributes),
          new Rule(
              "SCH-MEMBERSHIP",
              "Memberships between roles that the target already has are left as they are.",
              "Other databases of that server may rely on them.",
              Treatment.AUTOMATIC,
              RoleRules::membership),
          new Rule(
              "SCH-SETTING",
              "A setting that the target does not know is left out.",
              "Settings come and go with major versions.",
              Treatment.NEEDS_DECISION,
              Rules::setting),
          new Rule(
              "SCH-MAINTAIN",
              "An owner with all rights on a table also gets MAINTAIN.",
              "PostgreSQL 17 split MAINTAIN from what an owner may do.",
              Treatment.AUTOMATIC,
              Rules::maintain),
          new Rule(
              "SCH-DATABASE-OWNER",
              "What the owner of the source database holds on it, the owner of the target's holds.",
              "The target database was made by somebody else.",
              Treatment.AUTOMATIC,
              Rules::databaseOwner),
          new Rule(
              "SCH-PARTITION-IDENTITY",
              "Partitions have the identity of their root's column.",
              "From PostgreSQL 17 on an identity column is one for all partitions.",
              Treatment.AUTOMATIC,
              Rules::partitionIdentity),
          new Rule(
              "SCH-INVALID-INDEX",
              "An index that the source itself does not use is not created.",
              "It is what a failed CREATE INDEX CONCURRENTLY left behind.",
              Treatment.NEEDS_DECISION,
              Rules::invalidIndex),
          new Rule(
              "SCH-INHERITED-ORDER",
              "An inheriting table whose columns stand in another order owns its columns.",
              "CREATE TABLE ... INHERITS puts the parent's columns first.",
              Treatment.AUTOMATIC,
              Rules::inheritedOrder),
          new Rule(
              "SCH-RANGE-CANONICAL",
              "A range type with a canonical function of its own stops the migration.",
              "Such a function exists in C only.",
              Treatment.UNSUPPORTED,
              Rules::canonical));

  /** From one PostgreSQL to another, whatever the target allows. */
  public static final List<Rule> ALL =
      Stream.concat(OWN.stream(), VersionRules.ALL.stream()).toList();

  private Rules() {}

  private static @Nullable CatalogObject setting(
      CatalogObject object, Conversion conversion, Rule rule) {
    String name = object.id().name();
    if (object.id().kind() != Kind.SETTING
        || name.indexOf('.') >= 0
        || conversion.facts().settings().contains(name)) {
      return object;
    }
    conversion.say(
        rule,
        Treatment.NEEDS_DECISION,
        object.id(),
        "the target does not know this setting",
        "Nothing is needed if the default of the new version suits.");
    return null;
  }

  private static CatalogObject maintain(CatalogObject object, Conversion conversion, Rule rule) {
    if (!conversion.crosses(MAINTAIN_SINCE)) {
      return object;
    }
    String owner =
        object.id().kind() == Kind.DEFAULT_PRIVILEGES && object.id().args().equals("TABLES")
            ? object.id().name()
            : object.get("owner", "");
    String key = CatalogObject.GRANT + owner;
    Kind kind = object.id().kind();
    boolean tableLike =
        kind == Kind.TABLE
            || kind == Kind.VIEW
            || kind == Kind.MATERIALIZED_VIEW
            || kind == Kind.DEFAULT_PRIVILEGES;
    TreeSet<String> held = new TreeSet<>(Arrays.asList(object.get(key, "").split(", ")));
    if (!tableLike || held.size() != PRIVILEGES_OF_A_TABLE) {
      return object;
    }
    held.add(held.first().endsWith("*") ? "MAINTAIN*" : "MAINTAIN");
    return object.with(key, String.join(", ", held));
  }

  private static CatalogObject databaseOwner(
      CatalogObject object, Conversion conversion, Rule rule) {
    String right = object.get(CatalogObject.GRANT + object.fact("owner"));
    CatalogObject there = conversion.target().get(object.id());
    if (object.id().kind() != Kind.DATABASE || right == null || there == null) {
      return object;
    }
    return object
        .with(CatalogObject.GRANT + object.fact("owner"), null)
        .with(CatalogObject.GRANT + there.fact("owner"), right);
  }

  private static CatalogObject partitionIdentity(
      CatalogObject object, Conversion conversion, Rule rule) {
    ObjectId id = object.id();
    if (id.kind() != Kind.COLUMN || !conversion.crosses(PARTITION_IDENTITY_SINCE)) {
      return object;
    }
    CatalogModel source = conversion.source();
    CatalogObject table = source.get(ObjectId.of(Kind.TABLE, id.schema(), id.parent()));
    if (table == null || !table.has("partition bound")) {
      return object;
    }
    if (object.has("identity")) {
      conversion.say(
          rule,
          Treatment.UNSUPPORTED,
          id,
          "a partition has an identity column of its own",
          "Run ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY on the partition.");
    }
    return object.with("identity", rootIdentity(source, table, id.name()));
  }

  private static @Nullable String rootIdentity(
      CatalogModel source, CatalogObject table, String column) {
    CatalogObject current = table;
    while (current != null && current.has("partition bound")) {
      current = source.get(source.parentsOf(current).get(0));
    }
    if (current == null) {
      return null;
    }
    ObjectId root = ObjectId.in(Kind.COLUMN, current.id().schema(), current.id().name(), column);
    CatalogObject found = source.get(root);
    return found == null ? null : found.get("identity");
  }

  private static @Nullable CatalogObject invalidIndex(
      CatalogObject object, Conversion conversion, Rule rule) {
    boolean invalid = object.id().kind() == Kind.INDEX && object.is("invalid");
    if (!invalid || object.fact("kind").equals("I")) {
      return object;
    }
    conversion.say(
        rule,
        Treatment.NEEDS_DECISION,
        object.id(),
        "the source marks this index invalid",
        "Drop it, or REINDEX it on the source and plan again.");
    return null;
  }

  private static CatalogObject inheritedOrder(
      CatalogObject object, Conversion conversion, Rule rule) {
    ObjectId id = object.id();
    if (id.kind() != Kind.COLUMN || object.is("local")) {
      return object;
    }
    CatalogModel source = conversion.source();
    CatalogObject table = source.get(ObjectId.of(Kind.TABLE, id.schema(), id.parent()));
    if (table == null
        || table.has("partition bound")
        || !table.has("inherits")
        || source.inheritsInOrder(table)) {
      return object;
    }
    conversion.say(
        rule,
        Treatment.AUTOMATIC,
        table.id(),
        "its columns stand in another order than INHERITS gives: they become its own",
        "Nothing is needed; dropping a column of the parent will keep it here.");
    boolean own = object.is("not null") && source.inheritsNotNull(table, id.name());
    return object.with("local", "true").with("not null own", own ? "true" : null);
  }

  private static CatalogObject canonical(CatalogObject object, Conversion conversion, Rule rule) {
    if (object.id().kind() == Kind.RANGE && object.has("canonical")) {
      conversion.say(
          rule,
          Treatment.UNSUPPORTED,
          object.id(),
          "its canonical function " + object.get("canonical") + " cannot be moved",
          "Install the type on the target as an extension.");
    }
    return object;
  }
}
