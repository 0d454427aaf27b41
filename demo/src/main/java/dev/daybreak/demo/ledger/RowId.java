package dev.daybreak.demo.ledger;

/** A row for good, whatever its key is now. */
record RowId(String table, int writer, long row) {
  @Override
  public String toString() {
    return table + " row " + writer + "/" + row;
  }
}
