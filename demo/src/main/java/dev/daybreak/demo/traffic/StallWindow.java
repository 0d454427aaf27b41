package dev.daybreak.demo.traffic;

/**
 * The longest that a statement of a database's clients took since a mark, statements still running
 * included.
 *
 * @param readStallMillisMax of autocommit reads and reads in READ ONLY transactions
 * @param writeStallMillisMax of everything else, commits included
 */
public record StallWindow(double readStallMillisMax, double writeStallMillisMax) {}
