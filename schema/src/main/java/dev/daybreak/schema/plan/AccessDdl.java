package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Statements that set owners, comments and rights. */
final class AccessDdl {
  private static final Set<Kind> OWNED_ELSEWHERE =
      Set.of(Kind.DATABASE, Kind.INDEX, Kind.EXTENSION);

  private final Script script;
  private final String database;
  private final String login;

  /**
   * @param database the target database's name
   * @param login who owns what is created
   */
  AccessDdl(Script script, String database, String login) {
    this.script = script;
    this.database = database;
    this.login = login;
  }

  void owner(CatalogObject object) {
    ObjectId id = object.id();
    boolean ofTable = id.kind() == Kind.SEQUENCE && object.has("owned by");
    boolean same = login.equals(object.get("owner")) && !id.name().equals("public");
    if (object.has("owner") && !ofTable && !same && !OWNED_ELSEWHERE.contains(id.kind())) {
      String sql =
          "ALTER "
              + References.of(object, database)
              + " OWNER TO "
              + quote(object.get("owner", ""));
      script.add(Stage.OWNERS, id, sql, 0);
    }
  }

  void comment(CatalogObject object) {
    if (object.has("comment")) {
      String sql =
          "COMMENT ON "
              + References.of(object, database)
              + " IS "
              + literal(object.get("comment", ""));
      Stage stage = object.id().kind() == Kind.TRIGGER ? Stage.TRIGGERS : Stage.COMMENTS;
      script.add(stage, object.id(), sql, 0);
    }
  }

  void grants(CatalogObject object) {
    if (!object.has(CatalogObject.RIGHTS) || object.id().kind() == Kind.DEFAULT_PRIVILEGES) {
      return;
    }
    String on = References.forGrant(object, database);
    boolean ofColumn = object.id().kind() == Kind.COLUMN;
    if (!ofColumn) {
      List<String> holders = new ArrayList<>(List.of("PUBLIC"));
      if (object.has("owner")) {
        holders.add(quote(object.get("owner", "")));
      }
      String from = String.join(", ", holders);
      script.add(Stage.GRANTS, object.id(), "REVOKE ALL ON " + on + " FROM " + from, 0);
    }
    String suffix = ofColumn ? " (" + quote(object.id().name()) + ")" : "";
    for (Grant grant : Grant.of(object)) {
      String sql = "GRANT " + grant.list(suffix) + " ON " + on + grant.to();
      script.add(Stage.GRANTS, object.id(), sql, 0);
    }
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

  /** What one grantee holds, with or without the right to pass it on. */
  private record Grant(List<String> privileges, String grantee, boolean grantable) {
    static List<Grant> of(CatalogObject object) {
      List<Grant> grants = new ArrayList<>();
      object
          .attributes()
          .forEach(
              (name, value) -> {
                if (name.startsWith(CatalogObject.GRANT)) {
                  String grantee = name.substring(CatalogObject.GRANT.length());
                  List<String> all = List.of(value.split(", "));
                  add(grants, all.stream().filter(p -> !p.endsWith("*")).toList(), grantee, false);
                  add(
                      grants,
                      all.stream()
                          .filter(p -> p.endsWith("*"))
                          .map(p -> p.substring(0, p.length() - 1))
                          .toList(),
                      grantee,
                      true);
                }
              });
      return grants;
    }

    private static void add(
        List<Grant> grants, List<String> privileges, String grantee, boolean grantable) {
      if (!privileges.isEmpty()) {
        grants.add(new Grant(privileges, grantee, grantable));
      }
    }

    String list(String suffix) {
      return String.join(", ", privileges.stream().map(p -> p + suffix).toList());
    }

    String to() {
      String name = grantee.equals("PUBLIC") ? "PUBLIC" : quote(grantee);
      return " TO " + name + (grantable ? " WITH GRANT OPTION" : "");
    }
  }
}
