package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;

/**
 * One direction of change replication.
 *
 * @param id the migration
 * @param from where changes are captured
 * @param to where they are applied
 * @param generation the route epoch this stream was made for; part of all names, so that a stream
 *     is never confused with its predecessor
 */
public record StreamSpec(MigrationId id, Endpoint from, Endpoint to, long generation) {
  /** Name of the replication slot and of the channel row in {@code daybreak.applied}. */
  public String channel() {
    return "daybreak_" + id + "_" + generation;
  }

  /** Name of the publication; one per database serves all streams and taps of a migration. */
  public String publication() {
    return "daybreak_" + id;
  }
}
