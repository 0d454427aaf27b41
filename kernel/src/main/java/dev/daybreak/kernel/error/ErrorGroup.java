package dev.daybreak.kernel.error;

/** Who can mend an error, and so the process's exit code. */
public enum ErrorGroup {
  /** The command, the configuration or the request is wrong. */
  USER(2),
  /** The source refuses or fails. */
  SOURCE(3),
  /** The target refuses or fails. */
  TARGET(4),
  /** Something Daybreak needs (disk, port, control store, time) is missing. */
  RESOURCE(5),
  /** The data or the schema is not as promised: a gate is closed. */
  GATE(6),
  /** Daybreak itself is wrong: one of its own invariants did not hold. */
  BUG(70);

  private final int exitCode;

  ErrorGroup(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a command that ends with an error of this group. */
  public int exitCode() {
    return exitCode;
  }
}
