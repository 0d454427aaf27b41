package dev.daybreak.schema.amend;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.Planner;
import dev.daybreak.schema.plan.References;
import dev.daybreak.schema.plan.Rights;
import dev.daybreak.schema.plan.Stage;
import java.util.ArrayList;
import java.util.List;

/** Takes away comments and rights that the source no longer has; the plan grants what it has. */
final class AccessChange {
  private final CatalogModel found;
  private final Planner.Actor actor;

  AccessChange(CatalogModel found, Planner.Actor actor) {
    this.found = found;
    this.actor = actor;
  }

  List<PlannedStatement> statements(Change change) {
    List<PlannedStatement> statements = new ArrayList<>();
    CatalogObject there = change.there();
    CatalogObject wanted = change.object();
    if (there == null) {
      return statements;
    }
    if (there.has("comment") && !wanted.has("comment")) {
      String sql = "COMMENT ON " + References.of(there, actor.database()) + " IS NULL";
      statements.add(new PlannedStatement(Stage.COMMENTS, wanted.id(), sql, 0));
    }
    for (String sql : Rights.withdrawals(there, wanted, found, actor)) {
      statements.add(new PlannedStatement(Stage.GRANTS, wanted.id(), sql, 0));
    }
    return statements;
  }
}
