package dev.daybreak.kernel.error;

/**
 * The stable codes of everything that can go wrong. A code keeps its name and number for good;
 * {@code docs/reference/errors.md} explains each. {@link #retrySafe()} says whether trying the same
 * again, unchanged, can succeed without harm.
 */
public enum ErrorCode {
  // USER: 1xx
  BAD_URL(ErrorGroup.USER, 101, false),
  BAD_CONFIGURATION(ErrorGroup.USER, 102, false),
  UNKNOWN_KEY(ErrorGroup.USER, 103, false),
  DUPLICATE_KEY(ErrorGroup.USER, 104, false),
  UNKNOWN_MIGRATION(ErrorGroup.USER, 105, false),
  DUPLICATE_MIGRATION(ErrorGroup.USER, 106, false),
  WRONG_PHASE(ErrorGroup.USER, 107, false),
  UNSUPPORTED_VERSION(ErrorGroup.USER, 108, false),
  BAD_ARGUMENT(ErrorGroup.USER, 109, false),
  UNKNOWN_OBJECT(ErrorGroup.USER, 110, false),
  // SOURCE: 2xx
  SOURCE_UNREACHABLE(ErrorGroup.SOURCE, 201, true),
  SOURCE_LOGIN_REFUSED(ErrorGroup.SOURCE, 202, false),
  SOURCE_RIGHT_MISSING(ErrorGroup.SOURCE, 203, false),
  SOURCE_WAL_LEVEL(ErrorGroup.SOURCE, 204, false),
  SOURCE_NO_FREE_SLOT(ErrorGroup.SOURCE, 205, false),
  SOURCE_FAILED(ErrorGroup.SOURCE, 206, false),
  SOURCE_CONNECTION_LOST(ErrorGroup.SOURCE, 207, true),
  SOURCE_SLOT_LOST(ErrorGroup.SOURCE, 208, false),
  SOURCE_DDL_CHANGED(ErrorGroup.SOURCE, 209, false),
  SOURCE_TABLE_ADDED(ErrorGroup.SOURCE, 210, false),
  SOURCE_PROTOCOL(ErrorGroup.SOURCE, 211, false),
  SOURCE_DDL_UNSAFE(ErrorGroup.SOURCE, 212, false),
  // TARGET: 3xx
  TARGET_UNREACHABLE(ErrorGroup.TARGET, 301, true),
  TARGET_LOGIN_REFUSED(ErrorGroup.TARGET, 302, false),
  TARGET_RIGHT_MISSING(ErrorGroup.TARGET, 303, false),
  TARGET_NOT_EMPTY(ErrorGroup.TARGET, 304, false),
  TARGET_FAILED(ErrorGroup.TARGET, 305, false),
  TARGET_CONNECTION_LOST(ErrorGroup.TARGET, 306, true),
  TARGET_ROW_MISSED(ErrorGroup.TARGET, 307, false),
  TARGET_CONSTRAINT(ErrorGroup.TARGET, 308, false),
  // RESOURCE: 4xx
  STORE_UNREACHABLE(ErrorGroup.RESOURCE, 401, true),
  STORE_FAILED(ErrorGroup.RESOURCE, 402, false),
  PORT_TAKEN(ErrorGroup.RESOURCE, 403, false),
  DISK_FULL(ErrorGroup.RESOURCE, 404, false),
  TIMED_OUT(ErrorGroup.RESOURCE, 405, true),
  STALLED(ErrorGroup.RESOURCE, 406, true),
  INTERRUPTED(ErrorGroup.RESOURCE, 407, true),
  LEASE_LOST(ErrorGroup.RESOURCE, 408, true),
  EMBEDDED_SERVER(ErrorGroup.RESOURCE, 409, false),
  IO_FAILED(ErrorGroup.RESOURCE, 410, false),
  DATA_DIRECTORY_TAKEN(ErrorGroup.RESOURCE, 411, false),
  // GATE: 5xx
  PREFLIGHT_BLOCKED(ErrorGroup.GATE, 501, false),
  SCHEMA_DIFFERS(ErrorGroup.GATE, 502, false),
  DATA_DIFFERS(ErrorGroup.GATE, 503, false),
  UNCOVERED(ErrorGroup.GATE, 504, false),
  LAG_TOO_HIGH(ErrorGroup.GATE, 505, true),
  PROXY_BYPASSED(ErrorGroup.GATE, 506, false),
  DRAIN_BUDGET(ErrorGroup.GATE, 507, true),
  HOLD_BUDGET(ErrorGroup.GATE, 508, true),
  FENCE_FAILED(ErrorGroup.GATE, 509, true),
  SEQUENCE_BEHIND(ErrorGroup.GATE, 510, false),
  PROXY_SILENT(ErrorGroup.GATE, 511, true),
  PREPARED_TRANSACTIONS(ErrorGroup.GATE, 512, false),
  SESSION_UNMOVABLE(ErrorGroup.GATE, 513, false),
  // BUG: 9xx
  INVARIANT(ErrorGroup.BUG, 901, false);

  private final ErrorGroup group;
  private final int number;
  private final boolean retrySafe;

  ErrorCode(ErrorGroup group, int number, boolean retrySafe) {
    this.group = group;
    this.number = number;
    this.retrySafe = retrySafe;
  }

  public ErrorGroup group() {
    return group;
  }

  /** Whether the same step may be tried again unchanged. */
  public boolean retrySafe() {
    return retrySafe;
  }

  /** The short stable form, such as {@code DAY-204}. */
  public String id() {
    return "DAY-" + number;
  }
}
