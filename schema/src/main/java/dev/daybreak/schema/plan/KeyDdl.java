package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import org.jspecify.annotations.Nullable;

/** Statements that make constraints and indexes, and what hangs on indexes. */
final class KeyDdl {
  private final Script script;

  KeyDdl(Script script) {
    this.script = script;
  }

  /** The default of a column of a table or view. */
  void defaultValue(CatalogObject object, CatalogModel model) {
    ObjectId id = object.id();
    ObjectId view = ObjectId.of(Kind.VIEW, id.schema(), id.parent());
    boolean ofView = model.get(view) != null;
    String alter = ofView ? "ALTER VIEW " : "ALTER TABLE ONLY ";
    String sql =
        alter
            + id.parentSql()
            + " ALTER COLUMN "
            + quote(id.name())
            + " SET DEFAULT "
            + object.get("expression");
    script.add(ofView ? Stage.RULES : Stage.DEFAULTS, object, sql);
  }

  /** A constraint of a table; {@code early} when it can be made, or is needed, before the load. */
  void constraint(CatalogObject constraint, boolean early) {
    switch (constraint.get("type", "")) {
      // Rows that break an unchecked one are there on the source, and must arrive.
      case "c" ->
          check(early && !unchecked(constraint) ? Stage.CHECKS : Stage.LATE_CHECKS, constraint);
      case "f" -> foreignKey(constraint);
      case "p" -> key(early ? Stage.OBJECTS : Stage.PRIMARY_KEYS, constraint);
      default -> key(early ? Stage.OBJECTS : Stage.INDEXES, constraint);
    }
  }

  private void check(Stage stage, CatalogObject constraint) {
    if (constraint.is("local")) {
      script.add(stage, constraint, add("ALTER TABLE ", constraint, ""));
    } else if (!constraint.fact("parent unchecked").isEmpty()) {
      script.add(Stage.PROOFS, constraint, validate("ALTER TABLE ", constraint));
    }
  }

  private void key(Stage stage, CatalogObject constraint) {
    script.add(stage, constraint, add("ALTER TABLE ONLY ", constraint, ""));
  }

  private void foreignKey(CatalogObject constraint) {
    boolean partitioned = "p".equals(constraint.fact("relation kind"));
    boolean later = !partitioned && !unchecked(constraint);
    String alter = partitioned ? "ALTER TABLE " : "ALTER TABLE ONLY ";
    script.add(Stage.FOREIGN_KEYS, constraint, add(alter, constraint, later ? " NOT VALID" : ""));
    if (later) {
      script.add(Stage.VALIDATION, constraint, validate(alter, constraint));
    }
  }

  private static String validate(String alter, CatalogObject constraint) {
    ObjectId id = constraint.id();
    return alter + id.parentSql() + " VALIDATE CONSTRAINT " + quote(id.name());
  }

  private static boolean unchecked(CatalogObject constraint) {
    String definition = constraint.get("definition", "");
    return definition.endsWith("NOT VALID") || definition.endsWith("NOT ENFORCED");
  }

  private static String add(String alter, CatalogObject constraint, String suffix) {
    ObjectId id = constraint.id();
    return alter
        + id.parentSql()
        + " ADD CONSTRAINT "
        + quote(id.name())
        + " "
        + constraint.get("definition")
        + suffix;
  }

  void index(CatalogObject index) {
    ObjectId id = index.id();
    String table = quote(id.schema()) + "." + quote(index.get("table", ""));
    boolean ofView = "m".equals(index.fact("relation kind"));
    if (!index.has("constraint")) {
      Stage stage = ofView ? Stage.VIEW_INDEXES : Stage.INDEXES;
      script.add(stage, index, index.get("definition", ""));
    } else {
      setting(index, "ALTER INDEX " + id.sql() + " SET (", index.get("options"), ")");
    }
    if (index.has("clustered")) {
      String alter = ofView ? "ALTER MATERIALIZED VIEW " : "ALTER TABLE ";
      setting(index, alter + table + " CLUSTER ON " + quote(id.name()), "", "");
    }
    for (String target : index.get("statistics targets", "").split(", ")) {
      String[] parts = target.split("=");
      if (parts.length == 2) {
        String alter = "ALTER INDEX " + id.sql() + " ALTER COLUMN " + parts[0];
        setting(index, alter + " SET STATISTICS ", parts[1], "");
      }
    }
  }

  private void setting(CatalogObject index, String prefix, @Nullable String value, String suffix) {
    if (value != null) {
      boolean ofView = "m".equals(index.fact("relation kind"));
      script.add(ofView ? Stage.RULES : Stage.INDEX_SETTINGS, index, prefix + value + suffix);
    }
  }

  /** Makes an index of a partition part of its parent's. */
  void attach(CatalogObject index) {
    if (index.has("attached to")) {
      String sql =
          "ALTER INDEX " + index.get("attached to") + " ATTACH PARTITION " + index.id().sql();
      script.add(Stage.INDEX_PARTITIONS, index.id(), sql, 0);
    }
  }

  void replicaIdentity(CatalogObject table) {
    String identity = table.get("replica identity");
    if (identity != null) {
      String form =
          identity.startsWith("index ")
              ? "USING INDEX " + identity.substring("index ".length())
              : identity.toUpperCase(java.util.Locale.ROOT);
      String sql = "ALTER TABLE ONLY " + table.id().sql() + " REPLICA IDENTITY " + form;
      script.add(Stage.INDEX_SETTINGS, table, sql);
    }
  }
}
