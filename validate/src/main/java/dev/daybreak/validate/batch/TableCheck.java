package dev.daybreak.validate.batch;

import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.verdict.Coverage;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.MismatchKind;
import dev.daybreak.kernel.verdict.TableVerdict;
import dev.daybreak.validate.core.Digest;
import dev.daybreak.validate.core.DigestSum;
import dev.daybreak.validate.core.Hasher;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The check of one table: two scans, which may run on two threads, and one join after both.
 * Otherwise for one thread at a time.
 */
final class TableCheck {
  private final TablePlan plan;
  private final SnapshotSessions sessions;
  private final Warehouse warehouse;
  private final AtomicLong rowsRead;
  private final String name;

  TableCheck(
      TablePlan plan,
      SnapshotSessions sessions,
      Warehouse warehouse,
      AtomicLong rowsRead,
      int number) {
    this.plan = plan;
    this.sessions = sessions;
    this.warehouse = warehouse;
    this.rowsRead = rowsRead;
    this.name = "table_" + number;
  }

  /** A table's outcome and the mismatches named. */
  record Outcome(TableVerdict verdict, List<Mismatch> mismatches) {
    Outcome {
      mismatches = List.copyOf(mismatches);
    }
  }

  TablePlan plan() {
    return plan;
  }

  /** Reads one side into the warehouse. */
  SideTotals scan(Side side) throws SQLException {
    try (DuckDBConnection store = warehouse.open()) {
      try (Statement statement = store.createStatement()) {
        statement.execute("CREATE TABLE " + stored(side) + " (k HUGEINT, r HUGEINT)");
      }
      if (!plan.has(side)) {
        return SideTotals.NONE;
      }
      return sessions.run(
          side,
          connection -> {
            try (DuckDBAppender appender =
                store.createAppender(name + "_" + TablePlan.name(side))) {
              Digests digests = new Digests(plan, appender, rowsRead);
              long rows = TableScan.run(connection, plan, side, digests);
              digests.finish();
              return new SideTotals(rows, digests.sum.value());
            }
          });
    }
  }

  /** Joins both sides and forgets them. */
  Outcome join(SideTotals source, SideTotals target, int samplesMax) throws SQLException {
    JoinResult result;
    try (DuckDBConnection store = warehouse.open()) {
      TableJoin join = new TableJoin(store, stored(Side.SOURCE), stored(Side.TARGET), samplesMax);
      result = plan.key().isEmpty() ? join.counted(MismatchKind.REPRESENTATION_ONLY) : join.keyed();
      if (!result.balances(source.rows(), target.rows())) {
        result = join.counted(MismatchKind.VALUE_MISMATCH);
      }
      try (Statement statement = store.createStatement()) {
        statement.execute("DROP TABLE " + stored(Side.SOURCE));
        statement.execute("DROP TABLE " + stored(Side.TARGET));
      }
    }
    List<Mismatch> mismatches = new ArrayList<>(plan.drift());
    mismatches.addAll(new DrillDown(sessions, plan).explain(result.samples()));
    return new Outcome(verdict(source, target, result), mismatches);
  }

  private TableVerdict verdict(SideTotals source, SideTotals target, JoinResult result) {
    String gap = plan.gap();
    return new TableVerdict(
        plan.id(),
        gap.isEmpty() ? Coverage.VALIDATED : Coverage.UNCOVERED,
        source.rows(),
        target.rows(),
        result.matched(),
        result.differing(),
        result.missing(),
        result.extra(),
        source.digest().hex(),
        target.digest().hex(),
        gap);
  }

  /** The outcome of a table that is not compared. */
  static Outcome uncompared(TablePlan plan, Coverage coverage, String note) {
    String none = new Digest(0, 0).hex();
    TableVerdict verdict =
        new TableVerdict(plan.id(), coverage, 0, 0, 0, 0, 0, 0, none, none, note);
    return new Outcome(verdict, coverage == Coverage.WAIVED ? List.of() : plan.drift());
  }

  private String stored(Side side) {
    return Names.quote(name + "_" + TablePlan.name(side));
  }

  /** Takes rows, leaves digests. For one thread. */
  private static final class Digests implements TableScan.Sink {
    private static final int ROWS_PER_REPORT = 4096;

    private final RowDigester digester;
    private final DuckDBAppender appender;
    private final AtomicLong rowsRead;
    private final DigestSum sum = new DigestSum();
    private long unreported;

    Digests(TablePlan plan, DuckDBAppender appender, AtomicLong rowsRead) {
      this.digester = new RowDigester(plan);
      this.appender = appender;
      this.rowsRead = rowsRead;
    }

    @Override
    public void take(CopyRow row) throws SQLException {
      digester.digest(row);
      Hasher key = digester.key();
      Hasher digest = digester.row();
      sum.add(digest.high(), digest.low());
      appender.beginRow();
      appender.appendHugeInt(key.low(), key.high());
      appender.appendHugeInt(digest.low(), digest.high());
      appender.endRow();
      if (++unreported == ROWS_PER_REPORT) {
        finish();
      }
    }

    void finish() {
      rowsRead.addAndGet(unreported);
      unreported = 0;
    }
  }
}
