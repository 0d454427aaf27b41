package dev.daybreak.validate;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.AlignedCut;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.postgres.ReplicationDoor;
import dev.daybreak.postgres.SlotSession;
import dev.daybreak.testkit.TestServers;
import dev.daybreak.testkit.TestSql;
import dev.daybreak.validate.core.ValidateOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A source and a target database of two major versions, and quiet cuts between them. */
public final class TwoSides {
  public final Pairing pairing;
  public final StreamSpec spec;
  private final Path workDirectory;

  private TwoSides(Pairing pairing) {
    this.pairing = pairing;
    this.spec = new StreamSpec(pairing.id(), pairing.source(), pairing.target(), 1);
    try {
      workDirectory = Files.createTempDirectory("daybreak-validate-");
      workDirectory.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fresh databases with our metadata schema on the target. */
  public static TwoSides create(String name, ServerRelease source, ServerRelease target) {
    Endpoint from = TestServers.database(source, name + "_s");
    Endpoint to = TestServers.database(target, name + "_t");
    TwoSides sides = new TwoSides(new Pairing(new MigrationId(from.database()), from, to));
    try (Connection connection = Connections.open(to, "test")) {
      MetadataSchema.ensure(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    TestSql.run(to, "INSERT INTO daybreak.applied VALUES ('" + sides.spec.channel() + "', '0/1')");
    return sides;
  }

  public Endpoint source() {
    return pairing.source();
  }

  public Endpoint target() {
    return pairing.target();
  }

  public ValidateOptions options() {
    return ValidateOptions.in(workDirectory);
  }

  /** Runs the same on both sides. */
  public TwoSides both(String... statements) {
    run(source(), statements);
    run(target(), statements);
    return this;
  }

  /** Runs statements with {@code public} on the search path. */
  public static void run(Endpoint endpoint, String... statements) {
    String[] all = new String[statements.length + 1];
    all[0] = "SET search_path = public";
    System.arraycopy(statements, 0, all, 1, statements.length);
    TestSql.run(endpoint, all);
  }

  /** A batch at a cut that holds because both sides are quiet. */
  public BatchVerdict batch() {
    return batch(pairing);
  }

  /** The same through other logins. */
  public BatchVerdict batch(Pairing as) {
    try (SlotSession slot =
            ReplicationDoor.createSlot(
                source(), "cut_" + Long.toHexString(System.nanoTime()), true, Side.SOURCE);
        Connection held = Connections.open(target(), "test")) {
      held.setAutoCommit(false);
      held.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (Statement statement = held.createStatement();
          ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")) {
        row.next();
        AlignedCut cut = new AlignedCut(slot.point(), row.getString(1), spec.channel());
        return new PostgresValidateStage(options()).batch(as, cut, Progress.NONE);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
