package dev.daybreak.cdc.apply;

import dev.daybreak.cdc.read.TypeName;
import dev.daybreak.kernel.Names;

/**
 * A column of a target table.
 *
 * @param name column name
 * @param typeOid the target's OID of the declared type
 * @param typmod type modifier, -1 when none
 * @param base name of the type, of a domain its base type
 * @param castSql the base type as SQL text, without modifier
 * @param equalsSql the equality operator of the type's default order, as SQL text
 * @param exact whether equal values of the type always have the same text
 * @param generated whether the target computes it
 * @param fillsItself whether a row may lack it: it is computed, allows NULL or has a default
 * @param identityAlways whether it is {@code GENERATED ALWAYS AS IDENTITY}
 */
record TargetColumn(
    String name,
    long typeOid,
    int typmod,
    TypeName base,
    String castSql,
    String equalsSql,
    boolean exact,
    boolean generated,
    boolean fillsItself,
    boolean identityAlways) {
  /** The column is equal to a parameter, by the type's own idea of equality. */
  String equalsParameter() {
    return sql() + " " + equalsSql + " ?::" + castSql;
  }

  /** The column's text is the parameter's, NULL included. */
  String sameText() {
    return "format('%L', " + sql() + ") = format('%L', ?::text)";
  }

  /** The quoted name. */
  String sql() {
    return Names.quote(name);
  }
}
