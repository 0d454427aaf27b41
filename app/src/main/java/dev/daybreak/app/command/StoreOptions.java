package dev.daybreak.app.command;

import dev.daybreak.app.config.DatabaseUrl;
import dev.daybreak.app.config.PasswordSource;
import dev.daybreak.app.home.DataDirectory;
import dev.daybreak.app.home.Store;
import dev.daybreak.control.Secrets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Mixin: which control store a command works on. */
final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "The control store: any PostgreSQL database, postgresql://USER@HOST:PORT/DATABASE."
              + " Default: one embedded in the data directory.")
  private @Nullable String url;

  @Option(
      names = "--store-password-env",
      paramLabel = "NAME",
      description =
          "Environment variable with the store's password. Default: DAYBREAK_STORE_PASSWORD, if"
              + " set.")
  private @Nullable String passwordVariable;

  @Option(
      names = "--store-password-file",
      paramLabel = "FILE",
      description = "File whose first line is the store's password.")
  private @Nullable String passwordFile;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data directory: embedded store, logs, working files. Default: $DAYBREAK_DATA, else"
              + " ~/.local/share/daybreak.")
  private @Nullable Path data;

  DataDirectory directory() {
    return DataDirectory.of(data, System.getenv());
  }

  boolean named() {
    return url != null;
  }

  /** The store for a process that stays. */
  Store serve() {
    return url == null ? Store.serve(directory()) : named(url);
  }

  /** The store for one command. */
  Store visit() {
    return url == null ? Store.visit(directory()) : named(url);
  }

  private Store named(String given) {
    String reference =
        PasswordSource.reference("store", passwordVariable, passwordFile, System.getenv());
    return Store.named(
        DatabaseUrl.parse("store", given, reference).resolve(Secrets.ofEnvironment()));
  }
}
