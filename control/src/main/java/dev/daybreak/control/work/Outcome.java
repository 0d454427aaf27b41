package dev.daybreak.control.work;

import dev.daybreak.control.Facts;

/**
 * What an effect leaves behind when it went well.
 *
 * @param detail for the timeline
 * @param facts the migration's facts from now on
 */
record Outcome(String detail, Facts facts) {}
