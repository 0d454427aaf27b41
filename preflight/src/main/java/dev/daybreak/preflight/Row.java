package dev.daybreak.preflight;

/**
 * One row of a rule's query.
 *
 * @param object what it is about, as people name it
 * @param detail what was seen
 */
record Row(String object, String detail) {}
