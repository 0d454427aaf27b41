package dev.daybreak.app.pool;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import picocli.CommandLine.Option;

/** Mixin: how proxies of migrations pool server connections. */
public final class PoolChoice {
  @Option(
      names = "--pool",
      paramLabel = "MODE",
      defaultValue = "none",
      description =
          "none: every client has a server connection of its own; session: when a client leaves,"
              + " its connection is reset and lent to the next. Default: ${DEFAULT-VALUE}.")
  private PoolMode mode = PoolMode.NONE;

  @Option(
      names = "--pool-servers",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "With --pool session: most server connections of one user to one database. Default:"
              + " ${DEFAULT-VALUE}.")
  private int servers = 100;

  /** Whether anything is given. */
  public boolean given() {
    return mode != PoolMode.NONE;
  }

  /**
   * What was chosen.
   *
   * @throws MigrationException BAD_ARGUMENT for transaction mode, BAD_CONFIGURATION
   */
  public PoolOptions options() {
    if (mode == PoolMode.TRANSACTION) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "--pool transaction cannot be used for databases that are being moved.",
          "Use --pool session: a switch holds and moves sessions, which transaction mode does not"
              + " have. `daybreak proxy --config` offers it for databases that stay.");
    }
    PoolOptions usual = PoolOptions.NONE;
    return new PoolOptions(
        mode,
        servers,
        0,
        usual.serverIdle(),
        usual.serverLifetime(),
        usual.queryWait(),
        usual.queueMax(),
        usual.clientIdle());
  }
}
