package dev.daybreak.postgres;

import dev.daybreak.kernel.TableId;

/** Empties a table of ours before it is copied again. Stateless. */
public final class Emptying {
  private Emptying() {}

  /**
   * PL/pgSQL that empties a table and not its heirs. Foreign keys that came after the first load
   * forbid TRUNCATE; then the rows are deleted, for which triggers must be off.
   */
  public static String statements(TableId table) {
    return """
        BEGIN
          TRUNCATE ONLY %1$s;
        EXCEPTION WHEN feature_not_supported THEN
          DELETE FROM ONLY %1$s;
        END;"""
        .formatted(table.sql());
  }
}
