package dev.daybreak.cdc.apply;

/**
 * A statement with its parameters left open.
 *
 * @param sql one statement
 * @param verb what it does, for messages: insert, update, delete
 * @param table whose rows, as people name it
 */
record Shape(String sql, String verb, String table) {}
