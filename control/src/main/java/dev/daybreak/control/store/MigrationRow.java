package dev.daybreak.control.store;

import dev.daybreak.control.Facts;
import dev.daybreak.control.Failure;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.cutover.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The row of truth of one migration.
 *
 * @param spec what was asked for
 * @param state where it is
 * @param generation generation of the present stream
 * @param attempt how often the present step has failed in a row
 * @param facts what steps recorded
 * @param failure the last failure, or null
 * @param leaseToken who may write: grows each time a worker takes the migration
 * @param updatedAt last write
 */
public record MigrationRow(
    MigrationSpec spec,
    State state,
    long generation,
    int attempt,
    Facts facts,
    @Nullable Failure failure,
    long leaseToken,
    Instant updatedAt) {

  /** The next row after a step that went well. */
  public MigrationRow moved(State next) {
    return new MigrationRow(spec, next, generation, 0, facts, failure, leaseToken, updatedAt);
  }

  /** The same row with other facts. */
  public MigrationRow with(Facts next) {
    return new MigrationRow(spec, state, generation, attempt, next, failure, leaseToken, updatedAt);
  }

  /** The same row with another generation. */
  public MigrationRow generation(long next) {
    return new MigrationRow(spec, state, next, attempt, facts, failure, leaseToken, updatedAt);
  }

  /** The next row after a step that failed. */
  public MigrationRow failed(State next, Failure why, int attempts) {
    return new MigrationRow(spec, next, generation, attempts, facts, why, leaseToken, updatedAt);
  }

  /** The same row with the failure forgotten. */
  public MigrationRow cleared() {
    return new MigrationRow(spec, state, generation, attempt, facts, null, leaseToken, updatedAt);
  }

  /** The migration's name. */
  public String name() {
    return spec.name();
  }
}
