package dev.daybreak.app.command;

import dev.daybreak.app.config.DatabaseUrl;
import dev.daybreak.app.config.PasswordSource;
import dev.daybreak.control.EndpointSpec;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Mixin: one source and one target. */
final class PairOptions {
  @Option(
      names = "--source",
      paramLabel = "URL",
      description =
          "The database to move: postgresql://USER@HOST:PORT/DATABASE[?sslmode=...]. Passwords"
              + " never stand in a URL.")
  private @Nullable String source;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "The empty database to move to, in the same form.")
  private @Nullable String target;

  @Option(
      names = "--source-password-env",
      paramLabel = "NAME",
      description =
          "Environment variable with the source's password. Default: DAYBREAK_SOURCE_PASSWORD, if"
              + " set.")
  private @Nullable String sourceVariable;

  @Option(
      names = "--source-password-file",
      paramLabel = "FILE",
      description = "File whose first line is the source's password.")
  private @Nullable String sourceFile;

  @Option(
      names = "--target-password-env",
      paramLabel = "NAME",
      description =
          "Environment variable with the target's password. Default: DAYBREAK_TARGET_PASSWORD, if"
              + " set.")
  private @Nullable String targetVariable;

  @Option(
      names = "--target-password-file",
      paramLabel = "FILE",
      description = "File whose first line is the target's password.")
  private @Nullable String targetFile;

  /** Whether any of the two is given. */
  boolean given() {
    return source != null || target != null;
  }

  EndpointSpec source() {
    return endpoint("source", source, sourceVariable, sourceFile);
  }

  EndpointSpec target() {
    return endpoint("target", target, targetVariable, targetFile);
  }

  private static EndpointSpec endpoint(
      String side, @Nullable String url, @Nullable String variable, @Nullable String file) {
    if (url == null) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "--" + side + " is missing.",
          "Give --" + side + " postgresql://USER@HOST:PORT/DATABASE.");
    }
    return DatabaseUrl.parse(
        side, url, PasswordSource.reference(side, variable, file, System.getenv()));
  }
}
