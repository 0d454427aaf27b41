package dev.daybreak.demo.fleet;

import dev.daybreak.demo.workload.Workload;
import dev.daybreak.kernel.Endpoint;

/**
 * A database of the fleet.
 *
 * @param workload what its clients do
 * @param admin it, with the login that created the fleet
 * @param application it, with the login of its applications
 */
public record FleetDatabase(Workload workload, Endpoint admin, Endpoint application) {
  /** The database's name. */
  public String name() {
    return admin.database();
  }
}
