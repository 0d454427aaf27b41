package dev.daybreak.kernel.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the product: a code, what happened to which object, and what mends it. The
 * message and the remedy are shown to people; they name objects, never row values or secrets.
 */
public final class MigrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String remedy;

  /**
   * @param code the stable code
   * @param message what happened, naming the object
   * @param remedy what the reader can do about it; may be empty for bugs
   */
  public MigrationException(ErrorCode code, String message, String remedy) {
    this(code, message, remedy, null);
  }

  public MigrationException(
      ErrorCode code, String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.remedy = Objects.requireNonNull(remedy, "remedy");
  }

  /** A broken invariant of our own: always worth a report. */
  public static MigrationException bug(String message) {
    return new MigrationException(
        ErrorCode.INVARIANT, message, "Report this with the log; nothing further was changed.");
  }

  public ErrorCode code() {
    return code;
  }

  public String remedy() {
    return remedy;
  }

  /** The line a person sees: code, message, remedy. */
  public String line() {
    String text = code.id() + " " + code + ": " + getMessage();
    return remedy.isEmpty() ? text : text + " Remedy: " + remedy;
  }
}
