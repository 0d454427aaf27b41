package dev.daybreak.validate.batch;

import dev.daybreak.kernel.TableId;
import java.util.List;
import java.util.Optional;

/**
 * A table as one side's catalog has it.
 *
 * @param id its name
 * @param rows the planner's estimate, 0 when unknown
 * @param plain whether {@code COPY table} reads it
 * @param waiver why its rows are not compared, or empty
 * @param extension which extension it belongs to, or empty
 * @param columns in name order
 * @param key columns of the primary key, else of a unique key without NULLs, else none
 */
record TableShape(
    TableId id,
    long rows,
    boolean plain,
    String waiver,
    String extension,
    List<ColumnShape> columns,
    List<String> key) {
  TableShape {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  Optional<ColumnShape> column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst();
  }
}
