package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.GrantKey;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Statements about what was there before us, for those who take a plan back. */
public final class Rights {
  private static final List<Kind> RELATIONS =
      List.of(Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.FOREIGN_TABLE);

  private Rights() {}

  /** An extension as something that was there before us. */
  public static ObjectId shippedExtension(ObjectId extension) {
    return new ObjectId(Kind.SHIPPED, "", "", extension.name(), "extension");
  }

  /** Who owns an object or, of a column, its relation; empty where nobody does. */
  static String ownerOf(CatalogObject object, CatalogModel model) {
    ObjectId id = object.id();
    if (id.kind() != Kind.COLUMN) {
      return object.get("owner", "");
    }
    return RELATIONS.stream()
        .map(kind -> model.get(ObjectId.of(kind, id.schema(), id.parent())))
        .filter(Objects::nonNull)
        .map(relation -> relation.get("owner", ""))
        .findFirst()
        .orElse("");
  }

  /**
   * What takes away, each in the name of who granted it, all that grantees hold on an object for
   * whom another one has something else; with it goes what they passed on. The last of a chain
   * comes first.
   *
   * @param there the object as it is, in its model
   * @param wanted the object as it shall be
   */
  public static List<String> withdrawals(
      CatalogObject there, CatalogObject wanted, CatalogModel model, Planner.Actor actor) {
    boolean ofColumn = there.id().kind() == Kind.COLUMN;
    String revoke =
        "REVOKE ALL"
            + (ofColumn ? " (" + quote(there.id().name()) + ")" : "")
            + " ON "
            + References.forGrant(there, actor.database())
            + " FROM ";
    List<String> statements = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (GrantChain.Passed passed : GrantChain.of(there)) {
      GrantKey key = new GrantKey(passed.grantor(), passed.grant().grantee());
      if (differs(there, wanted, key.attribute()) && done.add(key.attribute())) {
        String sql = revoke + Grant.who(key.grantee()) + " CASCADE";
        statements.add(0, GrantChain.inName(key.grantor(), there.id().schema(), sql));
      }
    }
    String owner = ownerOf(there, model);
    for (String name : there.attributes().keySet()) {
      if (name.startsWith(CatalogObject.GRANT) && differs(there, wanted, name)) {
        String grantee = name.substring(CatalogObject.GRANT.length());
        String sql = revoke + Grant.who(grantee) + " CASCADE";
        statements.add(actor.asOwner(owner, there.id().schema(), sql));
      }
    }
    return statements;
  }

  private static boolean differs(CatalogObject there, CatalogObject wanted, String attribute) {
    return !there.get(attribute, "").equals(wanted.get(attribute));
  }

  /** A grantee's name as SQL. */
  public static String who(String grantee) {
    return Grant.who(grantee);
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
