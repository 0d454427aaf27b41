package dev.daybreak.schema.model;

import dev.daybreak.kernel.Names;
import java.util.Comparator;

/**
 * The name of an object, the same on source and target. Parts that do not apply are empty.
 *
 * @param kind what it is
 * @param schema its schema, as the catalog stores it
 * @param parent the table or domain it belongs to
 * @param name its own name
 * @param args argument types of routines and operators; a second name for settings and memberships
 */
public record ObjectId(Kind kind, String schema, String parent, String name, String args)
    implements Comparable<ObjectId> {
  private static final Comparator<ObjectId> ORDER =
      Comparator.comparing(ObjectId::kind)
          .thenComparing(ObjectId::schema)
          .thenComparing(ObjectId::parent)
          .thenComparing(ObjectId::name)
          .thenComparing(ObjectId::args);

  /** An object that lies in a schema. */
  public static ObjectId of(Kind kind, String schema, String name) {
    return new ObjectId(kind, schema, "", name, "");
  }

  /** An object that belongs to a table or domain. */
  public static ObjectId in(Kind kind, String schema, String parent, String name) {
    return new ObjectId(kind, schema, parent, name, "");
  }

  /** The same place, another kind: a column's default, a table's column. */
  public ObjectId as(Kind other) {
    return new ObjectId(other, schema, parent, name, args);
  }

  /** {@code "schema"."name"}, or {@code "name"} where there is no schema. */
  public String sql() {
    return schema.isEmpty() ? Names.quote(name) : Names.quote(schema) + "." + Names.quote(name);
  }

  /** {@code "schema"."parent"}. */
  public String parentSql() {
    return Names.quote(schema) + "." + Names.quote(parent);
  }

  /** The name's text for people: {@code schema.table.column}, {@code schema.f(integer)}. */
  public String display() {
    StringBuilder text = new StringBuilder();
    for (String part : new String[] {schema, parent, name}) {
      if (!part.isEmpty()) {
        text.append(text.isEmpty() ? "" : ".");
        boolean raw = (kind == Kind.OPERATOR || kind.isComposed()) && part.equals(name);
        text.append(raw ? part : Names.display(part));
      }
    }
    if (kind.isRoutine() || kind == Kind.OPERATOR) {
      return text + "(" + args + ")";
    }
    return args.isEmpty() ? text.toString() : text + " " + args;
  }

  /** Kind and name, such as {@code table sales.orders}: the journal's and the reports' key. */
  @Override
  public String toString() {
    return (kind.label() + " " + display()).trim();
  }

  @Override
  public int compareTo(ObjectId other) {
    return ORDER.compare(this, other);
  }
}
