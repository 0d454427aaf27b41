package dev.daybreak.kernel.route;

/** What becomes of sessions that cannot be moved when a switch is prepared. */
public enum UnmovablePolicy {
  /** The switch waits, and says for whom; if they do not let go in time, it is put off. */
  WAIT,
  /** They are ended between two transactions, with an error that says why; clients reconnect. */
  END
}
