package dev.daybreak.app.quickstart;

import java.nio.file.Path;

/**
 * What the quickstart is asked to do.
 *
 * @param rows about how many rows the fleet has altogether
 * @param tps transactions a second of all clients together
 * @param seed makes rows and traffic; the same seed makes the same rows
 * @param reports where reports go
 */
public record QuickstartPlan(long rows, int tps, long seed, Path reports) {}
