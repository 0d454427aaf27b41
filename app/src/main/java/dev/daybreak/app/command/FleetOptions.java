package dev.daybreak.app.command;

import dev.daybreak.app.config.FleetFile;
import dev.daybreak.app.config.ListenAddress;
import dev.daybreak.app.config.MigrationDraft;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.Ownership;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mixin: the migrations a command is about, one by options or many by a file. */
final class FleetOptions {
  @Mixin private PairOptions pair = new PairOptions();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where the proxy listens: applications connect here instead of the source.")
  private @Nullable String listen;

  @Option(
      names = "--name",
      description = "The migration's name. Default: made from the source database's name.")
  private @Nullable String name;

  @Option(
      names = {"-f", "--fleet"},
      paramLabel = "FILE",
      description = "Many databases at once: a fleet.yaml with defaults and a list of databases.")
  private @Nullable Path file;

  /** Whether anything is given. */
  boolean given() {
    return file != null || pair.given() || listen != null || name != null;
  }

  /**
   * The migrations.
   *
   * @param autoCutover for one given by options; a file says it for each
   */
  List<MigrationSpec> specs(boolean autoCutover) {
    if (file != null) {
      if (pair.given() || listen != null || name != null) {
        throw new MigrationException(
            ErrorCode.BAD_ARGUMENT,
            "a fleet file and options for one migration are both given.",
            "Give either -f, or --source, --target and --listen.");
      }
      return FleetFile.read(file, System.getenv());
    }
    if (!pair.given()) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "no database is named.",
          "Give --source, --target and --listen, or -f fleet.yaml.");
    }
    MigrationDraft draft =
        new MigrationDraft(
            name, pair.source(), pair.target(), address(), Ownership.NONE, Gates.DEFAULT);
    return List.of(draft.spec(autoCutover));
  }

  private ListenAddress address() {
    if (listen == null) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "--listen is missing.",
          "Say where the proxy listens, such as --listen 127.0.0.1:6432.");
    }
    return ListenAddress.parse(listen);
  }
}
