package dev.daybreak.app.show;

import dev.daybreak.control.Failure;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.ErrorGroup;
import dev.daybreak.kernel.error.MigrationException;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** Errors as people see them: one line, and the exit code that belongs to it. */
public final class Errors {
  /** System property: the file that holds the details of unexpected errors. */
  public static final String LOG_PROPERTY = "daybreak.log.file";

  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^:/@\\s]*):[^\\s]*@");
  private static final Pattern OPTION_PASSWORD = Pattern.compile("(?i)(password=)[^&\\s'\"]+");

  private Errors() {}

  /** The line for an error; what is unexpected goes to the log whole. */
  public static String line(Throwable error) {
    if (error instanceof MigrationException known) {
      if (known.code() == ErrorCode.INVARIANT) {
        log(error);
        return masked(known.line()) + " Details: " + logFile();
      }
      return masked(known.line());
    }
    log(error);
    String what = error.getClass().getSimpleName() + ": " + error.getMessage();
    return masked(
        ErrorCode.INVARIANT.id() + " UNEXPECTED: " + firstLine(what) + "; details in " + logFile());
  }

  /** The exit code for an error. */
  public static int exitCode(Throwable error) {
    return error instanceof MigrationException known
        ? known.code().group().exitCode()
        : ErrorGroup.BUG.exitCode();
  }

  /** The line for a failure that a worker recorded. */
  public static String line(String migration, Failure failure) {
    return masked(
        failure.code()
            + " "
            + failure.name()
            + ": "
            + migration
            + ": "
            + failure.message()
            + (failure.remedy().isEmpty() ? "" : " Remedy: " + failure.remedy()));
  }

  /** The exit code for a failure that a worker recorded. */
  public static int exitCode(Failure failure) {
    return code(failure).group().exitCode();
  }

  /** A failure that a worker recorded, to be thrown here. */
  public static MigrationException of(String migration, Failure failure) {
    return new MigrationException(
        code(failure), migration + ": " + failure.message(), failure.remedy());
  }

  private static ErrorCode code(Failure failure) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(failure.name())) {
        return code;
      }
    }
    return ErrorCode.INVARIANT;
  }

  /** The text without passwords that somebody put into a URL. */
  public static String masked(String text) {
    String hidden = URL_PASSWORD.matcher(text).replaceAll("$1:***@");
    return OPTION_PASSWORD.matcher(hidden).replaceAll("$1***");
  }

  private static void log(Throwable error) {
    LoggerFactory.getLogger("dev.daybreak.app.unexpected").info("unexpected error", error);
  }

  private static String logFile() {
    return System.getProperty(LOG_PROPERTY, "the log");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
