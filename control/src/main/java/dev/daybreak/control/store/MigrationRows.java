package dev.daybreak.control.store;

import dev.daybreak.control.Facts;
import dev.daybreak.control.Failure;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.cutover.Phase;
import dev.daybreak.cutover.Standing;
import dev.daybreak.cutover.State;
import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code migration}. */
public final class MigrationRows {
  private static final String COLUMNS =
      "spec, phase, step, standing, active, generation, attempt, facts, failure, lease_token,"
          + " updated_at";

  private final Db db;

  MigrationRows(Db db) {
    this.db = db;
  }

  /** Inserts a migration at its beginning unless one of that name is there. */
  public boolean insert(MigrationSpec spec) {
    State state = State.INITIAL;
    return db.update(
            """
            INSERT INTO migration (name, spec, phase, step, standing, active)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            spec.name(),
            Json.write(spec),
            state.phase().name(),
            state.step().name(),
            state.standing().name(),
            state.active().name())
        == 1;
  }

  /** Forgets a migration that is over, with all its history. */
  public void delete(String name) {
    db.update("DELETE FROM route WHERE name = ?", name);
    db.update("DELETE FROM migration WHERE name = ?", name);
  }

  public Optional<MigrationRow> find(String name) {
    return db.find(
        "SELECT " + COLUMNS + " FROM migration WHERE name = ?", MigrationRows::row, name);
  }

  /** All migrations by name. */
  public List<MigrationRow> all() {
    return db.list("SELECT " + COLUMNS + " FROM migration ORDER BY name", MigrationRows::row);
  }

  /** Makes the caller the only one who may write; earlier workers' writes fail from now on. */
  public MigrationRow takeLease(String name, String worker) {
    db.update(
        "UPDATE migration SET lease_token = lease_token + 1, worker = ? WHERE name = ?",
        worker,
        name);
    return find(name)
        .orElseThrow(() -> MigrationException.bug("migration " + name + " has vanished"));
  }

  /**
   * Writes the row.
   *
   * @throws MigrationException LEASE_LOST when another worker has taken it
   */
  public void write(MigrationRow row) {
    Failure failure = row.failure();
    int touched =
        db.update(
            """
            UPDATE migration SET phase = ?, step = ?, standing = ?, active = ?, generation = ?,
              attempt = ?, facts = ?, failure = ?, updated_at = clock_timestamp()
            WHERE name = ? AND lease_token = ?
            """,
            row.state().phase().name(),
            row.state().step().name(),
            row.state().standing().name(),
            row.state().active().name(),
            row.generation(),
            row.attempt(),
            Json.write(row.facts()),
            failure == null ? null : Json.write(failure),
            row.name(),
            row.leaseToken());
    if (touched != 1) {
      throw new MigrationException(
          ErrorCode.LEASE_LOST,
          "another worker has taken migration " + row.name(),
          "Nothing to do: that worker goes on.");
    }
  }

  private static MigrationRow row(ResultSet row) throws SQLException {
    return new MigrationRow(
        Json.read(row.getString("spec"), MigrationSpec.class),
        new State(
            Phase.valueOf(row.getString("phase")),
            Step.valueOf(row.getString("step")),
            Standing.valueOf(row.getString("standing")),
            Side.valueOf(row.getString("active"))),
        row.getLong("generation"),
        row.getInt("attempt"),
        facts(row.getString("facts")),
        failure(row.getString("failure")),
        row.getLong("lease_token"),
        row.getTimestamp("updated_at").toInstant());
  }

  private static Facts facts(String json) {
    return json.equals("{}") ? Facts.NONE : Json.read(json, Facts.class);
  }

  private static @Nullable Failure failure(@Nullable String json) {
    return json == null ? null : Json.read(json, Failure.class);
  }
}
