package dev.daybreak.kernel.change;

import java.util.List;

/**
 * The values of one row, in the order of its {@link Relation}'s columns.
 *
 * @param cells one per column
 */
public record Tuple(List<Cell> cells) {
  public Tuple {
    cells = List.copyOf(cells);
  }
}
