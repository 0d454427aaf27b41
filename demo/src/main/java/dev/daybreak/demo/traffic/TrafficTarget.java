package dev.daybreak.demo.traffic;

import dev.daybreak.demo.workload.Workload;
import dev.daybreak.kernel.Secret;
import java.util.Objects;

/**
 * One database as its applications know it.
 *
 * @param name names it in statistics; unique within a plan
 * @param workload what its clients do
 * @param jdbcUrl where they connect: the proxy's address
 * @param user login role
 * @param password may be empty
 */
public record TrafficTarget(
    String name, Workload workload, String jdbcUrl, String user, Secret password) {
  public TrafficTarget {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(jdbcUrl, "jdbcUrl");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }
}
