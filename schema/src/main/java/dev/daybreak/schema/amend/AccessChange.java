package dev.daybreak.schema.amend;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.References;
import dev.daybreak.schema.plan.Stage;
import java.util.ArrayList;
import java.util.List;

/** Takes away comments and rights that the source no longer has; the plan grants what it has. */
final class AccessChange {
  private final String database;

  AccessChange(String database) {
    this.database = database;
  }

  List<PlannedStatement> statements(Change change) {
    List<PlannedStatement> statements = new ArrayList<>();
    CatalogObject there = change.there();
    CatalogObject wanted = change.object();
    if (there == null) {
      return statements;
    }
    if (there.has("comment") && !wanted.has("comment")) {
      String sql = "COMMENT ON " + References.of(there, database) + " IS NULL";
      statements.add(new PlannedStatement(Stage.COMMENTS, wanted.id(), sql, 0));
    }
    for (String name : there.attributes().keySet()) {
      if (name.startsWith(CatalogObject.GRANT) && !there.get(name, "").equals(wanted.get(name))) {
        statements.add(revoke(there, name.substring(CatalogObject.GRANT.length())));
      }
    }
    return statements;
  }

  private PlannedStatement revoke(CatalogObject object, String grantee) {
    boolean ofColumn = object.id().kind() == Kind.COLUMN;
    String sql =
        "REVOKE ALL"
            + (ofColumn ? " (" + quote(object.id().name()) + ")" : "")
            + " ON "
            + References.forGrant(object, database)
            + " FROM "
            + (grantee.equals("PUBLIC") ? grantee : quote(grantee));
    return new PlannedStatement(Stage.GRANTS, object.id(), sql, 0);
  }
}
