package dev.daybreak.kernel.change;

import dev.daybreak.kernel.TableId;
import java.util.List;

/**
 * A table as a change stream announces it, before the first change of it and again after every
 * change of its shape.
 *
 * @param oid the publishing server's OID
 * @param table its name
 * @param identity its replica identity
 * @param columns the published columns, in the order tuples have
 */
public record Relation(int oid, TableId table, Identity identity, List<Column> columns) {
  public Relation {
    columns = List.copyOf(columns);
  }

  /** The same table under another name. */
  public Relation named(TableId name) {
    return new Relation(oid, name, identity, columns);
  }

  /** The same table with other columns. */
  public Relation having(List<Column> others) {
    return new Relation(oid, table, identity, others);
  }
}
