package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements that make a table with its columns; keys and defaults come from elsewhere. */
final class TableDdl {
  private static final int NOT_NULL_OWNED_SINCE = 18;

  private final CatalogModel model;
  private final Script script;
  private final Map<ObjectId, CatalogObject> identities = new HashMap<>();

  TableDdl(CatalogModel model, Script script) {
    this.model = model;
    this.script = script;
    for (CatalogObject sequence : model.of(Kind.SEQUENCE)) {
      if (sequence.is("identity")) {
        identities.put(column(sequence), sequence);
      }
    }
  }

  private static ObjectId column(CatalogObject sequence) {
    return ObjectId.in(
        Kind.COLUMN,
        sequence.fact("table schema"),
        sequence.fact("table"),
        sequence.fact("column"));
  }

  void create(CatalogObject table) {
    boolean inline = inheritsInline(table);
    List<String> lines = new ArrayList<>();
    for (CatalogObject column : model.children(table.id(), Kind.COLUMN)) {
      if (!inline || column.is("local")) {
        lines.add("  " + column(table, column));
      } else {
        ownNotNull(table, column, lines);
      }
    }
    boolean foreign = table.id().kind() == Kind.FOREIGN_TABLE;
    StringBuilder sql = new StringBuilder("CREATE ");
    sql.append("unlogged".equals(table.get("persistence")) ? "UNLOGGED " : "");
    sql.append(table.id().kind().keyword()).append(' ');
    sql.append(table.id().sql()).append(" (\n").append(String.join(",\n", lines)).append("\n)");
    if (inline) {
      String parents =
          model.parentsOf(table).stream().map(ObjectId::sql).collect(Collectors.joining(", "));
      sql.append(" INHERITS (").append(parents).append(")");
    }
    append(sql, " PARTITION BY ", table.get("partition key"));
    append(sql, " USING ", quoted(table.get("access method")));
    if (foreign) {
      sql.append(ForeignDdl.place(table));
    } else if (table.has("options")) {
      sql.append(" WITH (").append(table.get("options")).append(")");
    }
    script.add(Stage.OBJECTS, table, sql.toString());
    columnSettings(table, inline);
    unchecked(table);
    model.children(table.id(), Kind.COLUMN).forEach(column -> identity(table, column));
    inherit(table, inline);
    if (table.has("of type")) {
      String of = "ALTER TABLE ONLY " + table.id().sql() + " OF " + table.get("of type");
      script.add(Stage.OBJECTS, table, of);
    }
  }

  private boolean inheritsInline(CatalogObject table) {
    return table.has("inherits") && !table.has("partition bound") && model.inheritsInOrder(table);
  }

  private void inherit(CatalogObject table, boolean inline) {
    for (ObjectId parent : inline ? List.<ObjectId>of() : model.parentsOf(table)) {
      String sql =
          table.has("partition bound")
              ? "ALTER TABLE ONLY "
                  + parent.sql()
                  + " ATTACH PARTITION "
                  + table.id().sql()
                  + " "
                  + table.get("partition bound")
              : "ALTER TABLE ONLY " + table.id().sql() + " INHERIT " + parent.sql();
      script.add(Stage.PARTITIONS, table, sql);
    }
  }

  String column(CatalogObject table, CatalogObject column) {
    StringBuilder sql = new StringBuilder(quote(column.id().name()));
    sql.append(' ').append(column.get("type"));
    if (column.has("foreign options")) {
      sql.append(" OPTIONS (").append(column.get("foreign options")).append(")");
    }
    append(sql, " COLLATE ", column.get("collation"));
    if (column.has("generated")) {
      sql.append(" GENERATED ALWAYS AS (").append(column.get("expression")).append(") ");
      sql.append(column.get("generated"));
    }
    if (column.has("identity") && !table.has("partition bound")) {
      sql.append(" GENERATED ").append(column.get("identity")).append(" AS IDENTITY");
      CatalogObject sequence = identities.get(column.id());
      sql.append(sequence == null ? "" : " (" + options(sequence, column) + ")");
    }
    if (column.is("not null") && !isUnchecked(column) && !comesAlong(table, column)) {
      sql.append(notNull(table, column));
    }
    return sql.toString();
  }

  /**
   * Whether INHERITS brings the NOT NULL, and the source says that the heir has none of its own.
   */
  private boolean comesAlong(CatalogObject table, CatalogObject column) {
    return model.version().major() >= NOT_NULL_OWNED_SINCE
        && inheritsInline(table)
        && !column.is("not null own")
        && model.inheritsNotNull(table, column.id().name());
  }

  /** Named where a server of 18 or later would otherwise take a name that a constraint needs. */
  private String notNull(CatalogObject table, CatalogObject column) {
    String name = column.get("not null name");
    if (name != null) {
      return " CONSTRAINT " + quote(name) + " NOT NULL" + inherits(column);
    }
    Set<String> taken =
        model.children(table.id(), Kind.CONSTRAINT).stream()
            .map(constraint -> constraint.id().name())
            .collect(Collectors.toUnmodifiableSet());
    if (taken.stream().noneMatch(other -> other.contains("_not_null"))) {
      return " NOT NULL";
    }
    String free = "nn_" + column.get("position");
    while (taken.contains(free)) {
      free += "_";
    }
    return " CONSTRAINT " + quote(free) + " NOT NULL";
  }

  private static String inherits(CatalogObject column) {
    return column.is("not null no inherit") ? " NO INHERIT" : "";
  }

  private static boolean isUnchecked(CatalogObject column) {
    return column.is("not null unchecked");
  }

  /** Constraints that rows on the source may break. */
  private void unchecked(CatalogObject table) {
    for (CatalogObject column : model.children(table.id(), Kind.COLUMN)) {
      if (isUnchecked(column)) {
        String name = quote(column.get("not null name", ""));
        String form = " NOT NULL " + quote(column.id().name()) + inherits(column) + " NOT VALID";
        String alter = "ALTER TABLE ONLY " + table.id().sql() + " ADD CONSTRAINT ";
        script.add(Stage.OBJECTS, table, alter + name + form);
      }
    }
  }

  /** The name of an inherited column's NOT NULL, where it is not the parent's: since 18. */
  private void ownNotNull(CatalogObject table, CatalogObject column, List<String> lines) {
    String name = column.get("not null name");
    boolean inherited =
        model.parentsOf(table).stream()
            .map(parent -> model.get(column(parent, column.id().name())))
            .anyMatch(above -> above != null && Objects.equals(above.get("not null name"), name));
    if (name != null && !inherited && !isUnchecked(column)) {
      String constraint = "  CONSTRAINT " + quote(name) + " NOT NULL ";
      lines.add(constraint + quote(column.id().name()));
    }
  }

  private static ObjectId column(ObjectId table, String name) {
    return ObjectId.in(Kind.COLUMN, table.schema(), table.name(), name);
  }

  private static String options(CatalogObject sequence, CatalogObject column) {
    boolean plain = column.get("type", "").equals(sequence.get("type"));
    return "SEQUENCE NAME " + sequence.id().sql() + (plain ? SequenceDdl.options(sequence) : "");
  }

  private void columnSettings(CatalogObject table, boolean inline) {
    List<String> changes = new ArrayList<>();
    for (CatalogObject column : model.children(table.id(), Kind.COLUMN)) {
      String alter = "ALTER COLUMN " + quote(column.id().name()) + " SET ";
      boolean given = inline && !column.is("local") && column.is("not null");
      boolean own = column.is("not null own") || !model.inheritsNotNull(table, column.id().name());
      if (given && own) {
        changes.add(alter + "NOT NULL");
      }
      settings(changes, alter, column);
    }
    if (!changes.isEmpty()) {
      String sql = "ALTER TABLE ONLY " + table.id().sql() + "\n  ";
      script.add(Stage.OBJECTS, table, sql + String.join(",\n  ", changes));
    }
  }

  /** The settings of a materialized view's columns. */
  void settings(Stage stage, CatalogObject view) {
    List<String> changes = new ArrayList<>();
    for (CatalogObject column : model.children(view.id(), Kind.COLUMN)) {
      settings(changes, "ALTER COLUMN " + quote(column.id().name()) + " SET ", column);
    }
    if (!changes.isEmpty()) {
      String sql = "ALTER MATERIALIZED VIEW " + view.id().sql() + "\n  ";
      script.add(stage, view, sql + String.join(",\n  ", changes));
    }
  }

  private static void settings(List<String> changes, String alter, CatalogObject column) {
    change(changes, alter + "STORAGE ", column.get("storage"));
    change(changes, alter + "COMPRESSION ", column.get("compression"));
    change(changes, alter + "STATISTICS ", column.get("statistics target"));
    if (column.has("options")) {
      changes.add(alter + "(" + column.get("options") + ")");
    }
  }

  /**
   * LIKE copies a column's identity with a sequence of another type than the column's; and up to 14
   * the sequence of an unlogged table outlives a crash.
   */
  private void identity(CatalogObject table, CatalogObject column) {
    CatalogObject sequence = identities.get(column.id());
    if (sequence == null) {
      return;
    }
    String alter = "ALTER SEQUENCE " + sequence.id().sql();
    if (!column.get("type", "").equals(sequence.get("type"))) {
      String as = " AS " + sequence.get("type") + SequenceDdl.options(sequence);
      script.add(Stage.OBJECTS, sequence, alter + as + " RESTART");
    }
    boolean unlogged = sequence.has("persistence");
    if (unlogged != "unlogged".equals(table.get("persistence"))) {
      script.add(Stage.OBJECTS, sequence, alter + " SET " + (unlogged ? "UNLOGGED" : "LOGGED"));
    }
  }

  private static void change(List<String> changes, String prefix, @Nullable String value) {
    if (value != null) {
      changes.add(prefix + value);
    }
  }

  private static void append(StringBuilder sql, String prefix, @Nullable String value) {
    if (value != null) {
      sql.append(prefix).append(value);
    }
  }

  private static @Nullable String quoted(@Nullable String name) {
    return name == null ? null : quote(name);
  }
}
