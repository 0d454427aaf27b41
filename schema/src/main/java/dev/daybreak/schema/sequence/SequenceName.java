package dev.daybreak.schema.sequence;

import dev.daybreak.kernel.Names;

/** Schema and name of a sequence as the catalog stores them. */
record SequenceName(String schema, String name) {
  String sql() {
    return Names.quote(schema) + "." + Names.quote(name);
  }

  @Override
  public String toString() {
    return Names.display(schema) + "." + Names.display(name);
  }
}
