package dev.daybreak.validate.batch;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.CopyStreams;
import java.sql.Connection;
import java.sql.SQLException;

/** Reads all rows of a table on one side, in the connection's snapshot. Stateless. */
final class TableScan {
  private static final int ROWS_BETWEEN_CHECKS = 4096;

  private TableScan() {}

  /** Takes rows; the row object is only valid during the call. */
  interface Sink {
    void take(CopyRow row) throws SQLException;
  }

  /**
   * Reads to the end: a COPY that is broken off would cost the session.
   *
   * @return rows read
   * @throws MigrationException INTERRUPTED when the thread is told to stop
   */
  static long run(Connection connection, TablePlan plan, Side side, Sink sink) throws SQLException {
    CopyRow row = new CopyRow(plan.columns().size());
    long rows = 0;
    try (CopyStreams.Out copy = CopyStreams.out(connection, plan.copySql(side))) {
      for (byte[] line = copy.read(); line != null; line = copy.read()) {
        row.parse(line);
        rows++;
        sink.take(row);
        if (rows % ROWS_BETWEEN_CHECKS == 0 && Thread.currentThread().isInterrupted()) {
          throw new MigrationException(
              ErrorCode.INTERRUPTED, "the validation of " + plan.id() + " was told to stop", "");
        }
      }
    }
    return rows;
  }
}
