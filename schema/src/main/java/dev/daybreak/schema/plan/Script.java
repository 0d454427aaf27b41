package dev.daybreak.schema.plan;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.List;

/** Collects the statements of a plan. Not thread-safe. */
final class Script {
  private final List<PlannedStatement> statements = new ArrayList<>();

  void add(Stage stage, CatalogObject object, String sql) {
    add(stage, object.id(), sql, object.number("bytes"));
  }

  void add(Stage stage, ObjectId object, String sql, long costBytes) {
    statements.add(new PlannedStatement(stage, object, sql, costBytes));
  }

  List<PlannedStatement> statements() {
    return statements;
  }
}
