package dev.daybreak.proxy.transact;

/** Whether new transactions of a shared server session write. */
enum Stance {
  /** A fence may have met its login, or a client may have changed it. */
  UNKNOWN,
  /** They do as its clients want. */
  WRITING,
  /** We have made it read-only. */
  FROZEN
}
