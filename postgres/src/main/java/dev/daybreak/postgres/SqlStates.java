package dev.daybreak.postgres;

import java.util.Set;

/** The SQLSTATE values Daybreak reasons about (PostgreSQL manual, appendix A). */
public final class SqlStates {
  public static final String READ_ONLY_TRANSACTION = "25006";
  public static final String FEATURE_NOT_SUPPORTED = "0A000";
  public static final String LOCK_NOT_AVAILABLE = "55P03";
  public static final String UNDEFINED_OBJECT = "42704";
  public static final String UNDEFINED_TABLE = "42P01";
  public static final String DUPLICATE_OBJECT = "42710";
  public static final String DUPLICATE_TABLE = "42P07";
  public static final String OBJECT_IN_USE = "55006";
  public static final String OBJECT_NOT_IN_STATE = "55000";
  public static final String INSUFFICIENT_PRIVILEGE = "42501";
  public static final String CONFIGURATION_LIMIT = "53400";
  public static final String DISK_FULL = "53100";
  public static final String INVALID_CATALOG = "3D000";

  /** The allow-list of states after which the same step may be tried again. */
  private static final Set<String> TRANSIENT =
      Set.of("40001", "40P01", "53300", "57P01", "57P02", "57P03", "55P03");

  private SqlStates() {}

  /** Whether a connection, not a statement, has failed (class 08, or ended by the server). */
  public static boolean isConnectionLoss(String state) {
    return state.startsWith("08") || state.equals("57P01") || state.equals("57P02");
  }

  /** Whether the same step may succeed when tried again. */
  public static boolean isTransient(String state) {
    return state.startsWith("08") || TRANSIENT.contains(state);
  }
}
