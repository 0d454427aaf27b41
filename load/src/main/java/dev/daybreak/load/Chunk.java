package dev.daybreak.load;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a table: a range of its pages.
 *
 * @param table the table
 * @param number 0 for the first
 * @param firstPage first page, or 0
 * @param endPage page after the last one, or {@link #OPEN} for all that follow
 */
record Chunk(TablePlan table, int number, long firstPage, long endPage) {
  /** No upper end: the table may have grown since it was measured. */
  static final long OPEN = -1;

  /** Cuts a table into chunks of about the size. */
  static List<Chunk> cut(TablePlan table, long chunkBytes) {
    long pagesEach = Math.max(1, chunkBytes / TablePlan.PAGE_BYTES);
    long count = table.ranged() ? Math.max(1, table.pages() / pagesEach) : 1;
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long end = i == count - 1 ? OPEN : (i + 1) * pagesEach;
      chunks.add(new Chunk(table, i, i * pagesEach, end));
    }
    return chunks;
  }

  boolean whole() {
    return firstPage == 0 && endPage == OPEN;
  }

  /** Pages in it, as far as known. */
  long pages() {
    return (endPage == OPEN ? Math.max(table.pages(), firstPage) : endPage) - firstPage;
  }

  /** The lower end as a row address. */
  String lower() {
    return "(" + firstPage + ",0)";
  }

  /** The upper end as a row address, or empty when open. */
  String upper() {
    return endPage == OPEN ? "" : "(" + endPage + ",0)";
  }

  /** The WHERE clause that selects it, with a leading blank; empty for the whole table. */
  String condition() {
    if (whole()) {
      return "";
    }
    String from = " WHERE ctid >= '" + lower() + "'::tid";
    return endPage == OPEN ? from : from + " AND ctid < '" + upper() + "'::tid";
  }
}
