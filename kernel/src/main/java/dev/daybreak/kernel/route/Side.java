package dev.daybreak.kernel.route;

/** One end of a migration. A rollback does not exchange the ends: the source stays the source. */
public enum Side {
  SOURCE,
  TARGET;

  /** The opposite end. */
  public Side other() {
    return this == SOURCE ? TARGET : SOURCE;
  }
}
