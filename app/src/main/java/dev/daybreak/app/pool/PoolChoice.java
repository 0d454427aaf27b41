package dev.daybreak.app.pool;

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
              + " its connection is reset and lent to the next; transaction: a connection is lent"
              + " for one transaction at a time. Default: ${DEFAULT-VALUE}.")
  private PoolMode mode = PoolMode.NONE;

  @Option(
      names = "--pool-servers",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "With --pool session or transaction: most server connections of one user to one database"
              + " on either side. Default: ${DEFAULT-VALUE}.")
  private int servers = 100;

  /** Whether anything is given. */
  public boolean given() {
    return mode != PoolMode.NONE;
  }

  /**
   * What was chosen.
   *
   * @throws dev.daybreak.kernel.error.MigrationException BAD_CONFIGURATION
   */
  public PoolOptions options() {
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
