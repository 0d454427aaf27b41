package dev.daybreak.kernel.change;

/**
 * A column as a change stream announces it.
 *
 * @param name column name
 * @param typeOid the publishing server's type OID
 * @param typmod the type modifier, -1 when none
 * @param key whether the column belongs to the replica identity
 */
public record Column(String name, int typeOid, int typmod, boolean key) {}
