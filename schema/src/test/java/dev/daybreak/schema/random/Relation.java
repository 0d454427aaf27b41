package dev.daybreak.schema.random;

import java.util.List;

/**
 * What a view, key or right can be about.
 *
 * @param name with its schema, quoted
 * @param columns quoted; grows while the relation is written
 */
record Relation(String name, List<String> columns) {}
