package dev.daybreak.cdc.apply;

import dev.daybreak.kernel.change.Column;

/**
 * A column that was renamed on the applying side, after the capturing side.
 *
 * @param was the name in changes written before
 * @param now the name on the applying side
 */
record ColumnAlias(String was, String now) {
  /** The column under the new name, if it is this one. */
  Column apply(Column column) {
    return column.name().equals(was)
        ? new Column(now, column.typeOid(), column.typmod(), column.key())
        : column;
  }
}
