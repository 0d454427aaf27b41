package dev.daybreak.kernel;

import java.util.Objects;

/**
 * The name of a table: schema and relation, exactly as the catalog stores them (unquoted, case
 * kept).
 *
 * @param schema schema name, 1 to 63 bytes
 * @param name relation name, 1 to 63 bytes
 */
public record TableId(String schema, String name) implements Comparable<TableId> {
  public TableId {
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(name, "name");
    if (schema.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("a table needs a schema and a name");
    }
  }

  /** The two-part name with every part quoted, ready for SQL text. */
  public String sql() {
    return Names.quote(schema) + "." + Names.quote(name);
  }

  /** The name for people: parts are quoted only where they must be. */
  @Override
  public String toString() {
    return Names.display(schema) + "." + Names.display(name);
  }

  @Override
  public int compareTo(TableId other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : name.compareTo(other.name);
  }
}
