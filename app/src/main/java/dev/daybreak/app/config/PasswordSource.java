package dev.daybreak.app.config;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides where a password is looked up. The password itself is not read here. */
public final class PasswordSource {
  private PasswordSource() {}

  /**
   * The reference to keep.
   *
   * @param what {@code source}, {@code target} or {@code store}
   * @param variable an environment variable's name, or null
   * @param file a file's path, or null
   * @param environment decides whether {@code DAYBREAK_<WHAT>_PASSWORD} is set: the default
   * @return {@code env:NAME}, {@code file:PATH}, or empty
   * @throws MigrationException BAD_ARGUMENT when both are given
   */
  public static String reference(
      String what,
      @Nullable String variable,
      @Nullable String file,
      Map<String, String> environment) {
    if (variable != null && file != null) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "the " + what + " password is given both by variable and by file.",
          "Give one of the two.");
    }
    if (variable != null) {
      return "env:" + variable;
    }
    if (file != null) {
      return "file:" + Path.of(file).toAbsolutePath().normalize();
    }
    String usual = "DAYBREAK_" + what.toUpperCase(java.util.Locale.ROOT) + "_PASSWORD";
    return environment.containsKey(usual) ? "env:" + usual : "";
  }
}
