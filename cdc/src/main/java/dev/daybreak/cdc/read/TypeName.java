package dev.daybreak.cdc.read;

/**
 * A data type as the stream announces it: of a domain, its base type.
 *
 * @param schema schema; empty for the system's own
 * @param name type name
 */
public record TypeName(String schema, String name) {}
