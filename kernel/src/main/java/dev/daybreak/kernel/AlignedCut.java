package dev.daybreak.kernel;

/**
 * Two exported snapshots that show the same history: the source at exactly {@link
 * SnapshotPoint#position()}, the target with exactly the transactions before that position applied.
 *
 * @param source the source's snapshot and its position
 * @param targetSnapshot the name of the target's exported snapshot
 * @param channel the channel whose row in {@code daybreak.applied} proves the alignment
 */
public record AlignedCut(SnapshotPoint source, String targetSnapshot, String channel) {}
