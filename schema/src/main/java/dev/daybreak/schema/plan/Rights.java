package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.List;

/** Statements about what was there before us, for those who take a plan back. */
public final class Rights {
  private Rights() {}

  /** An extension as something that was there before us. */
  public static ObjectId shippedExtension(ObjectId extension) {
    return new ObjectId(Kind.SHIPPED, "", "", extension.name(), "extension");
  }

  /** What gives an extension the comment back that it was shipped with. */
  public static String undoComment(CatalogObject extension) {
    String comment = extension.fact("shipped comment");
    String text = comment.isEmpty() ? "NULL" : literal(comment);
    return "COMMENT ON EXTENSION " + extension.id().sql() + " IS " + text;
  }

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
