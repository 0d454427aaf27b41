package dev.daybreak.demo.traffic;

import dev.daybreak.demo.ledger.Write;
import org.jspecify.annotations.Nullable;

/**
 * A write that a statement has done and that awaits its commit.
 *
 * @param before the row it changed; null for inserts and appends
 * @param after the row it leaves; null for deletes and appends
 * @param write as the ledger wants it
 */
record Change(@Nullable Row before, @Nullable Row after, Write write) {}
