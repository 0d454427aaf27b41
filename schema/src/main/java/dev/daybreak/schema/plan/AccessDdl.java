package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Statements that set owners, comments and rights. */
final class AccessDdl {
  private static final Set<Kind> OWNED_ELSEWHERE =
      Set.of(Kind.DATABASE, Kind.INDEX, Kind.EXTENSION);

  private final CatalogModel model;
  private final Script script;
  private final Planner.Actor actor;
  private final Map<String, ObjectId> lent = new LinkedHashMap<>();
  private final Map<String, String> schemaOwners = new HashMap<>();

  /**
   * @param model the promised objects
   * @param actor who owns what is created
   */
  AccessDdl(CatalogModel model, Script script, Planner.Actor actor) {
    this.model = model;
    this.script = script;
    this.actor = actor;
  }

  /** Schemas have to come before what lies in them. */
  void owner(CatalogObject object) {
    ObjectId id = object.id();
    if (id.kind() == Kind.SCHEMA) {
      schemaOwners.put(id.name(), object.get("owner", ""));
    }
    boolean ofTable = id.kind() == Kind.SEQUENCE && object.has("owned by");
    boolean same = actor.login().equals(object.get("owner")) && !id.name().equals("public");
    if (object.has("owner") && !ofTable && !same && !OWNED_ELSEWHERE.contains(id.kind())) {
      lend(object);
      String sql =
          "ALTER "
              + References.of(object, actor.database())
              + " OWNER TO "
              + quote(object.get("owner", ""));
      script.add(stage(id.kind(), Stage.OWNERS), id, sql, 0);
    }
  }

  /**
   * Who is no superuser can give an object only to a role that may create such objects there: the
   * right is lent, and taken back when all owners are set.
   */
  private void lend(CatalogObject object) {
    ObjectId id = object.id();
    boolean made = id.kind() == Kind.SCHEMA && !id.name().equals("public");
    boolean held = object.get("owner", "").equals(schemaOwners.get(id.schema()));
    if (actor.superuser() || made || held) {
      return;
    }
    String place =
        id.schema().isEmpty()
            ? "DATABASE " + quote(actor.database())
            : "SCHEMA " + quote(id.schema());
    String right = "CREATE ON " + place;
    String owner = quote(object.get("owner", ""));
    if (lent.put(right + " FROM " + owner, id) == null) {
      script.add(Stage.OWNERS, id, "GRANT " + right + " TO " + owner, 0);
    }
  }

  /** Takes back what was lent; what the source grants is granted after this. */
  void takeBack() {
    lent.forEach((right, id) -> script.add(Stage.OWNERS, id, "REVOKE " + right, 0));
  }

  void comment(CatalogObject object) {
    if (object.has("comment")) {
      String sql =
          "COMMENT ON "
              + References.of(object, actor.database())
              + " IS "
              + literal(object.get("comment", ""));
      script.add(stage(object.id().kind(), Stage.COMMENTS), commented(object.id()), sql, 0);
    }
    if (object.has("not null comment")) {
      String sql =
          "COMMENT ON CONSTRAINT "
              + quote(object.get("not null name", ""))
              + " ON "
              + object.id().parentSql()
              + " IS "
              + literal(object.get("not null comment", ""));
      script.add(Stage.COMMENTS, object.id(), sql, 0);
    }
  }

  /** What the journal says of a comment: an extension is not ours because its comment is. */
  private static ObjectId commented(ObjectId id) {
    return id.kind() == Kind.EXTENSION ? Rights.shippedExtension(id) : id;
  }

  /** Of what is created last, the rest comes with it. */
  private static Stage stage(Kind kind, Stage usual) {
    return switch (kind) {
      case TRIGGER -> usual == Stage.COMMENTS ? Stage.TRIGGERS : usual;
      case PUBLICATION -> Stage.PUBLICATIONS;
      case EVENT_TRIGGER -> Stage.EVENT_TRIGGERS;
      default -> usual;
    };
  }

  void grants(CatalogObject object) {
    Kind kind = object.id().kind();
    if (kind == Kind.DEFAULT_PRIVILEGES || !object.has(CatalogObject.RIGHTS) && !isShared(kind)) {
      return;
    }
    String on = References.forGrant(object, actor.database());
    boolean ofColumn = kind == Kind.COLUMN;
    for (Grant lost : Grant.of(object, CatalogObject.REVOKE)) {
      asOwner(object, "REVOKE " + lost.list("") + " ON " + on + lost.from());
    }
    if (!ofColumn && !isShared(kind)) {
      List<String> holders = new ArrayList<>(List.of("PUBLIC"));
      if (object.has("owner")) {
        holders.add(quote(object.get("owner", "")));
      }
      asOwner(object, "REVOKE ALL ON " + on + " FROM " + String.join(", ", holders));
    }
    String suffix = ofColumn ? " (" + quote(object.id().name()) + ")" : "";
    for (Grant grant : Grant.of(object)) {
      asOwner(object, "GRANT " + grant.list(suffix) + " ON " + on + grant.to());
    }
    for (GrantChain.Passed passed : GrantChain.of(object)) {
      String sql = passed.sql(on, suffix, object.id().schema());
      script.add(Stage.GRANTS, object.id(), sql, 0);
    }
  }

  private void asOwner(CatalogObject object, String sql) {
    String statement = actor.asOwner(Rights.ownerOf(object, model), object.id().schema(), sql);
    script.add(Stage.GRANTS, object.id(), statement, 0);
  }

  /** Whether others than this migration have to do with its rights, so that few are named. */
  private static boolean isShared(Kind kind) {
    return kind == Kind.SHIPPED || kind == Kind.PARAMETER;
  }

  void defaultPrivileges(CatalogObject object) {
    ObjectId id = object.id();
    String role = quote(id.name());
    String alter =
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + role
            + (id.schema().isEmpty() ? "" : " IN SCHEMA " + quote(id.schema()));
    if (id.schema().isEmpty()) {
      String sql = alter + " REVOKE ALL ON " + id.args() + " FROM PUBLIC, " + role;
      script.add(Stage.DEFAULT_PRIVILEGES, id, sql, 0);
    }
    for (Grant grant : Grant.of(object)) {
      String sql = alter + " GRANT " + grant.list("") + " ON " + id.args() + grant.to();
      script.add(Stage.DEFAULT_PRIVILEGES, id, sql, 0);
    }
  }
}
