package dev.daybreak.postgres;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Turns what a server says into an error with a code and a remedy. Never shows row values. */
public final class ServerErrors {
  private ServerErrors() {}

  /**
   * The error for people.
   *
   * @param side whose server spoke
   * @param what what was being done, naming the object
   */
  public static MigrationException translate(Side side, String what, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    ErrorCode code = code(side, state);
    return new MigrationException(code, what + ": " + text(e), remedy(code), e);
  }

  /**
   * The server's primary message and SQLSTATE; its detail may hold values and is left out, and so
   * is the message of a data exception (class 22), which quotes the value it refuses.
   */
  public static String text(SQLException e) {
    String state = e.getSQLState() == null ? "" : " (" + e.getSQLState() + ")";
    if (e.getSQLState() != null && e.getSQLState().startsWith("22")) {
      return "a value was refused" + state;
    }
    if (e instanceof PSQLException server) {
      ServerErrorMessage message = server.getServerErrorMessage();
      if (message != null && message.getMessage() != null) {
        return message.getMessage() + state;
      }
    }
    String text = String.valueOf(e.getMessage());
    int line = text.indexOf('\n');
    return (line < 0 ? text : text.substring(0, line)) + state;
  }

  private static ErrorCode code(Side side, String state) {
    boolean source = side == Side.SOURCE;
    if (state.equals("08001") || state.equals("57P03")) {
      return source ? ErrorCode.SOURCE_UNREACHABLE : ErrorCode.TARGET_UNREACHABLE;
    }
    if (state.startsWith("28")
        || state.equals("08004")
        || state.equals(SqlStates.INVALID_CATALOG)) {
      return source ? ErrorCode.SOURCE_LOGIN_REFUSED : ErrorCode.TARGET_LOGIN_REFUSED;
    }
    if (SqlStates.isConnectionLoss(state)) {
      return source ? ErrorCode.SOURCE_CONNECTION_LOST : ErrorCode.TARGET_CONNECTION_LOST;
    }
    if (state.equals(SqlStates.INSUFFICIENT_PRIVILEGE)) {
      return source ? ErrorCode.SOURCE_RIGHT_MISSING : ErrorCode.TARGET_RIGHT_MISSING;
    }
    if (state.startsWith("23") && !source) {
      return ErrorCode.TARGET_CONSTRAINT;
    }
    return source ? ErrorCode.SOURCE_FAILED : ErrorCode.TARGET_FAILED;
  }

  private static String remedy(ErrorCode code) {
    return switch (code) {
      case SOURCE_UNREACHABLE, TARGET_UNREACHABLE ->
          "Check host, port and that the server runs and accepts connections from here.";
      case SOURCE_LOGIN_REFUSED, TARGET_LOGIN_REFUSED ->
          "Check user, database name, password (environment or file) and pg_hba.conf.";
      case SOURCE_RIGHT_MISSING, TARGET_RIGHT_MISSING ->
          "Grant the right named in the message to Daybreak's login, or use another login.";
      case SOURCE_CONNECTION_LOST, TARGET_CONNECTION_LOST ->
          "The step is tried again; if it persists, look at the server's log.";
      case TARGET_CONSTRAINT ->
          "The target refused a row the source holds: compare the named constraint on both sides.";
      default -> "Look at the server's log for the statement; nothing was left half done.";
    };
  }
}
