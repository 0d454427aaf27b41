package dev.daybreak.cutover;

/** What a person may ask of a migration. */
public enum Request {
  PAUSE,
  RESUME,
  /** Go on with the source's schema as it is now. */
  ACCEPT_DDL,
  VALIDATE,
  CUTOVER,
  ROLLBACK,
  FINISH,
  ABORT
}
