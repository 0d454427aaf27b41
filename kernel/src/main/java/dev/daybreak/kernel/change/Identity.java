package dev.daybreak.kernel.change;

/** A table's replica identity: what an update or a delete says about the old row. */
public enum Identity {
  DEFAULT,
  NOTHING,
  FULL,
  INDEX
}
