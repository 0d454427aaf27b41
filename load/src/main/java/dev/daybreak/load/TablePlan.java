package dev.daybreak.load;

import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.TableId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table to be copied.
 *
 * @param id the table
 * @param columns names of the columns that are copied: all but generated ones
 * @param binary whether every column's binary form means the same on both sides
 * @param extension whether an extension owns the table, and so may have put rows into it
 * @param ranged whether ranges of row addresses can be read
 * @param pages size in pages
 * @param rowsEstimated the catalog's estimate
 */
record TablePlan(
    TableId id,
    List<String> columns,
    boolean binary,
    boolean extension,
    boolean ranged,
    long pages,
    long rowsEstimated) {
  /** Size of a page on servers of the usual build; only an estimate depends on it. */
  static final long PAGE_BYTES = 8192;

  TablePlan {
    columns = List.copyOf(columns);
  }

  /** The quoted column names, or nothing for a table without columns to copy. */
  private String list() {
    return columns.stream().map(Names::quote).collect(Collectors.joining(", "));
  }

  /** The statement that reads the chunk on the source. */
  String out(Chunk chunk) {
    if (chunk.whole() && !columns.isEmpty()) {
      return "COPY " + id.sql() + " (" + list() + ") TO STDOUT" + format();
    }
    return "COPY (SELECT "
        + list()
        + " FROM ONLY "
        + id.sql()
        + chunk.condition()
        + ") TO STDOUT"
        + format();
  }

  /** The statement that writes rows on the target. */
  String in() {
    String names = columns.isEmpty() ? "" : " (" + list() + ")";
    return "COPY " + id.sql() + names + " FROM STDIN" + format();
  }

  private String format() {
    return binary ? " WITH (FORMAT binary)" : "";
  }
}
