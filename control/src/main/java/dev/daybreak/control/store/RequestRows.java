package dev.daybreak.control.store;

import dev.daybreak.cutover.Request;
import java.util.Optional;

/** Table {@code request}: what people asked, in order. */
public final class RequestRows {
  /**
   * A request not yet handled.
   *
   * @param id its number
   * @param request what is asked
   */
  public record Open(long id, Request request) {}

  private final Db db;

  RequestRows(Db db) {
    this.db = db;
  }

  public void ask(String migration, Request request, String by) {
    db.update(
        "INSERT INTO request (migration, kind, requested_by) VALUES (?, ?, ?)",
        migration,
        request.name(),
        by);
  }

  /** The oldest open one. */
  public Optional<Open> next(String migration) {
    return db.find(
        """
        SELECT id, kind FROM request WHERE migration = ? AND handled_at IS NULL
        ORDER BY id LIMIT 1
        """,
        row -> new Open(row.getLong(1), Request.valueOf(row.getString(2))),
        migration);
  }

  public void handled(long id, String outcome) {
    db.update(
        "UPDATE request SET handled_at = clock_timestamp(), outcome = ? WHERE id = ?", outcome, id);
  }
}
