package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.TableId;
import java.util.Map;

/**
 * A mark for every table of one database that changes whenever one of its columns is altered, also
 * when the schema reads the same before and after: a column dropped and added again, {@code ALTER
 * COLUMN TYPE ... USING} to the same type, a table that took another's name. What such a statement
 * does to rows is not in the change stream.
 */
public record ColumnMarks(Map<TableId, Mark> byTable) {
  public ColumnMarks {
    byTable = Map.copyOf(byTable);
  }

  /**
   * The mark of one table.
   *
   * @param tableOid the server's OID of it: another one is another table
   * @param digest of which columns there are and what last wrote them
   * @param columns the names by attribute number, as a JSON object
   */
  public record Mark(long tableOid, String digest, String columns) {}
}
