package dev.daybreak.schema.plan;

import static dev.daybreak.kernel.Names.quote;

import dev.daybreak.schema.model.CatalogObject;

/** Statements that make a sequence. Its position is set before the cutover, not here. */
final class SequenceDdl {
  private SequenceDdl() {}

  static void create(CatalogObject sequence, Script script) {
    if (sequence.is("identity")) {
      return;
    }
    String name = sequence.id().sql();
    String create = sequence.has("persistence") ? "CREATE UNLOGGED SEQUENCE " : "CREATE SEQUENCE ";
    String sql = create + name + " AS " + sequence.get("type") + options(sequence);
    if (sequence.has("owned by")) {
      sql +=
          " OWNED BY "
              + quote(sequence.fact("table schema"))
              + "."
              + quote(sequence.fact("table"))
              + "."
              + quote(sequence.fact("column"));
    }
    script.add(Stage.OBJECTS, sequence, sql);
  }

  /** Everything but name, type and owner, with a leading blank. */
  static String options(CatalogObject sequence) {
    return " INCREMENT BY "
        + sequence.get("increment")
        + " MINVALUE "
        + sequence.get("minimum")
        + " MAXVALUE "
        + sequence.get("maximum")
        + " START WITH "
        + sequence.get("start")
        + " CACHE "
        + sequence.get("cache")
        + ("t".equals(sequence.get("cycle")) ? " CYCLE" : " NO CYCLE");
  }
}
