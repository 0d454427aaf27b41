package dev.daybreak.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step that was begun.
 *
 * @param phase the phase it belonged to
 * @param step the step
 * @param startedAt when it began
 * @param finishedAt when it ended; null while it runs or when its process died
 * @param outcome {@code done}, {@code failed}, {@code interrupted}, or null while it runs
 * @param detail for people
 */
public record TimelineEntry(
    String phase,
    String step,
    Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String outcome,
    String detail) {
  /** How long it took, or 0 while it runs. */
  public long millis() {
    return finishedAt == null ? 0 : finishedAt.toEpochMilli() - startedAt.toEpochMilli();
  }
}
