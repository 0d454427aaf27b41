package dev.daybreak.validate.core.match;

import dev.daybreak.kernel.TableId;
import java.util.List;

/**
 * The columns of a table as one stream shows them, in name order, so that both sides agree on the
 * order whatever their catalogs say.
 *
 * @param table the table
 * @param columns names, sorted
 * @param identity for each column whether it belongs to the replica identity
 * @param full whether the identity is the whole row
 */
public record RowShape(TableId table, List<String> columns, List<Boolean> identity, boolean full) {
  public RowShape {
    columns = List.copyOf(columns);
    identity = List.copyOf(identity);
  }
}
