package dev.daybreak.control;

import dev.daybreak.cutover.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A migration as it stands.
 *
 * @param spec what was asked for
 * @param state where it is
 * @param generation the generation of its present stream
 * @param failure the last failure, or null
 * @param reading what it showed last
 * @param facts what earlier steps recorded
 * @param updatedAt the last transition
 */
public record MigrationView(
    MigrationSpec spec,
    State state,
    long generation,
    @Nullable Failure failure,
    Reading reading,
    Facts facts,
    Instant updatedAt) {}
