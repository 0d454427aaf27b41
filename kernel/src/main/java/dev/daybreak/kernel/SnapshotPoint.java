package dev.daybreak.kernel;

/**
 * A snapshot that a server has exported, and the log position that belongs to it exactly: a
 * transaction is visible in the snapshot if and only if its commit record lies before the position.
 *
 * @param snapshot the name for {@code SET TRANSACTION SNAPSHOT}; valid while its session lives
 * @param position the slot's consistent point
 */
public record SnapshotPoint(String snapshot, Lsn position) {}
