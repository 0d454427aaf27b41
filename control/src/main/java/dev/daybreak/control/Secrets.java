package dev.daybreak.control;

import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks passwords up where a reference points: never stored, never logged. */
@FunctionalInterface
public interface Secrets {
  /**
   * The secret behind a reference; {@link Secret#NONE} for an empty one.
   *
   * @throws MigrationException BAD_CONFIGURATION when there is nothing behind it
   */
  Secret lookUp(String reference);

  /** Reads {@code env:NAME} from the environment and {@code file:PATH} from its first line. */
  static Secrets ofEnvironment() {
    return reference -> {
      if (reference.isEmpty()) {
        return Secret.NONE;
      }
      String where = reference.substring(reference.indexOf(':') + 1);
      String found = reference.startsWith("env:") ? System.getenv(where) : firstLine(where);
      if (found == null) {
        throw new MigrationException(
            ErrorCode.BAD_CONFIGURATION,
            "there is no password at " + reference,
            "Set the environment variable, or write the file with one line, for the process that"
                + " runs `daybreak up` or `daybreak migrate`.");
      }
      return Secret.of(found);
    };
  }

  private static String firstLine(String path) {
    try {
      return Files.readString(Path.of(path)).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "cannot read the password file " + path,
          "Check the path and its permissions.",
          e);
    }
  }
}
