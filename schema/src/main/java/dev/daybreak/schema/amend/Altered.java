package dev.daybreak.schema.amend;

import dev.daybreak.kernel.TableId;
import java.util.List;

/**
 * Tables of the capturing side that are not what they were when rows were last compared.
 *
 * @param tables all of them
 * @param certain those whose rows have to be copied again whatever the schema shows: another table
 *     took the name, or the stream stopped at a change of it
 */
public record Altered(List<TableId> tables, List<TableId> certain) {
  /** Nothing is known to be altered. */
  public static final Altered NONE = new Altered(List.of(), List.of());

  public Altered {
    tables = tables.stream().distinct().sorted().toList();
    certain = certain.stream().distinct().sorted().toList();
  }
}
