package dev.daybreak.demo.fleet;

import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.util.Objects;

/**
 * What fleet to create.
 *
 * @param rows about how many rows altogether, at least {@value #ROWS_MIN}
 * @param seed the same seed makes the same rows
 * @param prefix put before the names of the databases, so that a server can hold several fleets
 * @param password of the login role {@value DemoFleet#APPLICATION_ROLE}
 */
public record FleetPlan(long rows, long seed, String prefix, Secret password) {
  /** Below this, rows that others refer to would be missing. */
  public static final long ROWS_MIN = 1_000;

  public FleetPlan {
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(password, "password");
    if (rows < ROWS_MIN) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "a fleet of " + rows + " rows is too small",
          "Ask for at least " + ROWS_MIN + " rows.");
    }
  }
}
