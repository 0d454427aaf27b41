package dev.daybreak.control.store;

import dev.daybreak.kernel.route.Side;
import java.util.List;
import java.util.Optional;

/** Table {@code fence}: what was taken from whom, so that it can be given back exactly. */
public final class FenceRows {
  private final Db db;

  FenceRows(Db db) {
    this.db = db;
  }

  /**
   * Records grantees (already quoted for SQL) before their right is taken; adds to earlier ones.
   */
  public void record(String migration, Side side, List<String> grantees) {
    db.update(
        """
        INSERT INTO fence (migration, side, grantees) VALUES (?, ?, ?)
        ON CONFLICT (migration, side) DO UPDATE
        SET grantees = (SELECT coalesce(jsonb_agg(DISTINCT g), '[]')
          FROM jsonb_array_elements(fence.grantees || excluded.grantees) g)
        """,
        migration,
        side.name(),
        Json.write(grantees));
  }

  public Optional<List<String>> grantees(String migration, Side side) {
    return db.find(
        "SELECT grantees FROM fence WHERE migration = ? AND side = ?",
        row -> Json.strings(row.getString(1)),
        migration,
        side.name());
  }

  public void forget(String migration, Side side) {
    db.update("DELETE FROM fence WHERE migration = ? AND side = ?", migration, side.name());
  }
}
