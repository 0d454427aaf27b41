package dev.daybreak.cutover;

/** Whether a migration moves. */
public enum Standing {
  /** Steps are taken. */
  RUNNING,
  /** Somebody asked it to wait. */
  PAUSED,
  /** A step failed for good; somebody has to look. */
  FAILED
}
