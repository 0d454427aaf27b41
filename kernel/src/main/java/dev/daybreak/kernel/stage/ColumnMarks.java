package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.TableId;
import java.util.Map;

/**
 * A mark for every table of one database that tells whether one of its columns was altered, also
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
   * @param fileNode of the file that holds its rows, which every rewrite makes anew; 0 for none
   * @param shape a digest of the columns' numbers and names
   * @param writers a digest of what last wrote each column's definition
   * @param columns the names by attribute number, as a JSON object; empty where only looked at
   */
  public record Mark(long tableOid, long fileNode, String shape, String writers, String columns) {
    /** Whether values may have changed from one to the other without a change of a row. */
    public boolean isAlteredSince(Mark earlier) {
      boolean rewritten = fileNode != earlier.fileNode && !writers.equals(earlier.writers);
      return isOther(earlier) || !shape.equals(earlier.shape) || rewritten;
    }

    /** Whether another table has taken the name. */
    public boolean isOther(Mark earlier) {
      return tableOid != earlier.tableOid;
    }
  }
}
