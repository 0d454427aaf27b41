package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.literal;
import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.List;

/** Statements that make operator families and classes, casts and conversions. */
final class ClassDdl {
  private ClassDdl() {}

  /** A family with those of its members that belong to no class. */
  static void family(Stage stage, CatalogObject family, Script script) {
    String name = reference(family.id());
    script.add(stage, family, "CREATE " + name);
    List<String> members = members(family, "loose operators", "loose functions");
    if (!members.isEmpty()) {
      script.add(stage, family, "ALTER " + name + " ADD\n  " + String.join(",\n  ", members));
    }
  }

  static void operatorClass(Stage stage, CatalogObject object, Script script) {
    List<String> members = members(object, "operators", "functions");
    if (object.has("storage")) {
      members.add("STORAGE " + object.get("storage"));
    }
    if (members.isEmpty()) {
      members.add("STORAGE " + object.get("type"));
    }
    String sql =
        "CREATE OPERATOR CLASS "
            + object.id().sql()
            + (object.is("default") ? " DEFAULT" : "")
            + " FOR TYPE "
            + object.get("type")
            + " USING "
            + quote(object.id().args())
            + " FAMILY "
            + object.get("family")
            + " AS\n  "
            + String.join(",\n  ", members);
    script.add(stage, object, sql);
  }

  private static List<String> members(CatalogObject object, String operators, String functions) {
    List<String> members = new ArrayList<>();
    for (String fact : new String[] {operators, functions}) {
      if (!object.fact(fact).isEmpty()) {
        members.add(object.fact(fact));
      }
    }
    return members;
  }

  /** {@code OPERATOR CLASS "s"."n" USING "btree"}. */
  static String reference(ObjectId id) {
    return id.kind().keyword() + " " + id.sql() + " USING " + quote(id.args());
  }

  static void cast(Stage stage, CatalogObject cast, Script script) {
    String context = cast.has("context") ? " AS " + cast.get("context") : "";
    String sql = "CREATE CAST (" + cast.id().name() + ") " + cast.get("method") + context;
    script.add(stage, cast, sql);
  }

  static void conversion(Stage stage, CatalogObject conversion, Script script) {
    String sql =
        "CREATE "
            + (conversion.is("default") ? "DEFAULT " : "")
            + "CONVERSION "
            + conversion.id().sql()
            + " FOR "
            + literal(conversion.get("from encoding", ""))
            + " TO "
            + literal(conversion.get("to encoding", ""))
            + " FROM "
            + conversion.get("function");
    script.add(stage, conversion, sql);
  }
}
