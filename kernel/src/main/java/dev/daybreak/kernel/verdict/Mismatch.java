package dev.daybreak.kernel.verdict;

import dev.daybreak.kernel.TableId;

/**
 * One difference between the sides.
 *
 * @param table where
 * @param kind of what kind
 * @param key the row's key digest in hex (never the key itself), or empty
 * @param column the column, or empty when the whole row is meant
 * @param detail for people; positions and classes such as {@code null} or {@code truncation}, no
 *     values
 */
public record Mismatch(
    TableId table, MismatchKind kind, String key, String column, String detail) {}
