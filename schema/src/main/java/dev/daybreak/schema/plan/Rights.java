package dev.daybreak.schema.plan;

import dev.daybreak.schema.model.CatalogObject;
import java.util.ArrayList;
import java.util.List;

/** Statements about rights for those who take a plan back. */
public final class Rights {
  private Rights() {}

  /** What gives a shipped object the rights back that it was shipped with. */
  public static List<String> undo(CatalogObject shipped, String database) {
    String on = References.forGrant(shipped, database);
    List<String> statements = new ArrayList<>();
    for (Grant grant : Grant.of(shipped)) {
      statements.add("REVOKE " + grant.list("") + " ON " + on + grant.from());
    }
    for (Grant lost : Grant.of(shipped, CatalogObject.REVOKE)) {
      statements.add("GRANT " + lost.list("") + " ON " + on + lost.to());
    }
    return statements;
  }
}
