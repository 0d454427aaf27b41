package dev.daybreak.cutover;

/** What a person may ask of a migration. */
public enum Request {
  PAUSE,
  RESUME,
  VALIDATE,
  CUTOVER,
  ROLLBACK,
  FINISH,
  ABORT
}
