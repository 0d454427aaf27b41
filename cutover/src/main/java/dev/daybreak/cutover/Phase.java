package dev.daybreak.cutover;

/** Where a migration is on its journey. */
public enum Phase {
  PREFLIGHT,
  SCHEMA,
  LOAD,
  CATCH_UP,
  VALIDATE,
  READY,
  CUTOVER,
  REVERSE,
  ROLLBACK,
  FINISHING,
  DONE,
  ABORTING,
  ABORTED;

  /** Whether clients are being moved from one side to the other. */
  public boolean isSwitch() {
    return this == CUTOVER || this == ROLLBACK;
  }

  /** Whether nothing happens any more. */
  public boolean isOver() {
    return this == DONE || this == ABORTED;
  }
}
