package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.Lsn;
import java.time.Duration;
import java.time.Instant;

/**
 * Where a change stream stands.
 *
 * @param received end of the last whole transaction received
 * @param applied commit position of the last transaction durably applied
 * @param transactions transactions applied since the start of this process
 * @param changes row changes applied since the start of this process
 * @param lag age of the newest sentinel applied, measured by its send time; zero before the first
 * @param retainedBytes log the source keeps for this stream
 * @param lastProgressAt when something was last applied or a sentinel passed
 * @param waiting why nothing moves, or empty
 */
public record StreamStatus(
    Lsn received,
    Lsn applied,
    long transactions,
    long changes,
    Duration lag,
    long retainedBytes,
    Instant lastProgressAt,
    String waiting) {}
