package dev.daybreak.control.store;

import dev.daybreak.control.Reading;
import dev.daybreak.control.TimelineEntry;
import dev.daybreak.cutover.State;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.verdict.BatchVerdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;

/** Tables {@code timeline}, {@code finding}, {@code certificate}, {@code reading}: history only. */
public final class HistoryRows {
  private final Db db;

  HistoryRows(Db db) {
    this.db = db;
  }

  /** Opens an entry; its id. */
  public long begin(String migration, State state) {
    return db.find(
            """
            INSERT INTO timeline (migration, phase, step, started_at)
            VALUES (?, ?, ?, clock_timestamp()) RETURNING id
            """,
            row -> row.getLong(1),
            migration,
            state.phase().name(),
            state.step().name())
        .orElseThrow();
  }

  /** Closes an entry. */
  public void end(long entry, String outcome, String detail) {
    db.update(
        "UPDATE timeline SET finished_at = clock_timestamp(), outcome = ?, detail = ? WHERE id = ?",
        outcome,
        detail,
        entry);
  }

  /** Marks what a dead worker left open. */
  public void interrupt(String migration) {
    db.update(
        """
        UPDATE timeline SET outcome = 'interrupted', finished_at = clock_timestamp()
        WHERE migration = ? AND outcome IS NULL
        """,
        migration);
  }

  /** All entries in order. */
  public List<TimelineEntry> timeline(String migration) {
    return db.list(
        """
        SELECT phase, step, started_at, finished_at, outcome, detail
        FROM timeline WHERE migration = ? ORDER BY id
        """,
        HistoryRows::entry,
        migration);
  }

  private static TimelineEntry entry(ResultSet row) throws SQLException {
    Timestamp finished = row.getTimestamp("finished_at");
    return new TimelineEntry(
        row.getString("phase"),
        row.getString("step"),
        row.getTimestamp("started_at").toInstant(),
        finished == null ? null : finished.toInstant(),
        row.getString("outcome"),
        row.getString("detail"));
  }

  /** Replaces a stage's findings. */
  public void findings(String migration, String stage, List<Finding> findings) {
    db.update("DELETE FROM finding WHERE migration = ? AND stage = ?", migration, stage);
    int ordinal = 0;
    for (Finding finding : findings) {
      db.update(
          "INSERT INTO finding (migration, stage, ordinal, finding) VALUES (?, ?, ?, ?)",
          migration,
          stage,
          ordinal++,
          Json.write(finding));
    }
  }

  /** All findings, most severe first. */
  public List<Finding> findings(String migration) {
    return db
        .list(
            "SELECT finding FROM finding WHERE migration = ?",
            row -> Json.read(row.getString(1), Finding.class),
            migration)
        .stream()
        .sorted()
        .toList();
  }

  /** Keeps a batch verdict. */
  public void certificate(String migration, long generation, BatchVerdict verdict) {
    db.update(
        "INSERT INTO certificate (migration, generation, verdict) VALUES (?, ?, ?)",
        migration,
        generation,
        Json.write(verdict));
  }

  /** The latest verdict. */
  public Optional<BatchVerdict> certificate(String migration) {
    return db.find(
        "SELECT verdict FROM certificate WHERE migration = ? ORDER BY id DESC LIMIT 1",
        row -> Json.read(row.getString(1), BatchVerdict.class),
        migration);
  }

  /** Replaces the reading. */
  public void reading(String migration, Reading reading) {
    db.update(
        """
        INSERT INTO reading (migration, reading, taken_at) VALUES (?, ?, clock_timestamp())
        ON CONFLICT (migration) DO UPDATE SET reading = excluded.reading,
          taken_at = excluded.taken_at
        """,
        migration,
        Json.write(reading));
  }

  /** The last reading. */
  public Optional<Reading> reading(String migration) {
    return db.find(
        "SELECT reading FROM reading WHERE migration = ?",
        row -> Json.read(row.getString(1), Reading.class),
        migration);
  }
}
