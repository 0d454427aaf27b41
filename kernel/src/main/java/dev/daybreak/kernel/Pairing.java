package dev.daybreak.kernel;

/**
 * The two databases between which data moves, and for which migration.
 *
 * @param id the migration
 * @param source where the data comes from
 * @param target where it goes
 */
public record Pairing(MigrationId id, Endpoint source, Endpoint target) {
  /** The same two databases the other way round: for the reverse stream and for rollback. */
  public Pairing reversed() {
    return new Pairing(id, target, source);
  }
}
