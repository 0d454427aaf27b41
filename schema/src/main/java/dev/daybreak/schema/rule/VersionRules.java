package dev.daybreak.schema.rule;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.List;

/** Rules about what a target of another version, or built otherwise, does not take. */
final class VersionRules {
  private static final int GENERATED_ALIKE_SINCE = 16;

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "SCH-COMPRESSION",
              "A column whose compression method the target was built without takes the target's"
                  + " usual one.",
              "lz4 is an option of the server's build.",
              Treatment.AUTOMATIC,
              VersionRules::compression),
          new Rule(
              "SCH-GENERATED-CHILD",
              "A generated column that inherits from a plain one stops the migration.",
              "From PostgreSQL 16 on both must be generated or both plain.",
              Treatment.UNSUPPORTED,
              VersionRules::generatedChild));

  private VersionRules() {}

  private static CatalogObject compression(CatalogObject object, Conversion conversion, Rule rule) {
    boolean unknown =
        object.has("compression")
            && !conversion.facts().compressions().contains(object.get("compression"));
    return unknown ? object.with("compression", null) : object;
  }

  private static CatalogObject generatedChild(
      CatalogObject object, Conversion conversion, Rule rule) {
    ObjectId id = object.id();
    if (id.kind() != Kind.COLUMN
        || !object.has("generated")
        || !conversion.crosses(GENERATED_ALIKE_SINCE)) {
      return object;
    }
    CatalogModel source = conversion.source();
    CatalogObject table = source.get(ObjectId.of(Kind.TABLE, id.schema(), id.parent()));
    if (table == null) {
      return object;
    }
    for (ObjectId parent : source.parentsOf(table)) {
      CatalogObject above =
          source.get(ObjectId.in(Kind.COLUMN, parent.schema(), parent.name(), id.name()));
      if (above != null && !above.has("generated")) {
        conversion.say(
            rule,
            id,
            "it is generated, but the column it inherits from " + parent + " is not",
            "Run ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION here, or NO INHERIT the table.");
      }
    }
    return object;
  }
}
