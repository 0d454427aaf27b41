package dev.daybreak.load;

import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.SnapshotPoint;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.LoadStage;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The load stage by COPY: bytes pass through untouched, tables are journalled on the target in the
 * transactions that fill them. Stateless and thread-safe; a failed or interrupted load is called
 * again and copies what is not done.
 */
public final class CopyLoadStage implements LoadStage {
  private static final Logger LOG = LoggerFactory.getLogger(CopyLoadStage.class);

  private final LoadOptions options;

  public CopyLoadStage(LoadOptions options) {
    this.options = options;
  }

  @Override
  public LoadReport load(Pairing pairing, Supplier<HeldSnapshot> snapshots, Progress progress) {
    List<Sessions> sessions = new ArrayList<>();
    try (Connection target = Connections.open(pairing.target(), "load", Side.TARGET)) {
      MetadataSchema.ensure(target);
      SnapshotPoint point;
      try (HeldSnapshot held = snapshots.get()) {
        point = held.point();
        for (int i = 0; i < options.workers(); i++) {
          sessions.add(Sessions.open(pairing, point));
        }
      }
      copy(sessions, point, progress);
      return report(target);
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "the load into " + pairing.target() + " failed", e);
    } finally {
      sessions.forEach(Sessions::close);
    }
  }

  @Override
  public List<TableId> pending(Pairing pairing) {
    try (Connection source = Connections.open(pairing.source(), "load", Side.SOURCE);
        Connection target = Connections.open(pairing.target(), "load", Side.TARGET)) {
      MetadataSchema.ensure(target);
      Map<TableId, Journal.Entry> journal = Journal.read(target);
      return SourceTables.read(source, target).stream()
          .map(TablePlan::id)
          .filter(table -> !journal.containsKey(table) || !journal.get(table).done())
          .toList();
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot list what is not copied", e);
    }
  }

  private void copy(List<Sessions> sessions, SnapshotPoint point, Progress progress)
      throws SQLException {
    Sessions first = sessions.get(0);
    List<TablePlan> tables = tables(first);
    Map<TableId, Journal.Entry> journal = Journal.read(first.target());
    Meter meter = new Meter(progress, tables.stream().mapToLong(TablePlan::rowsEstimated).sum());
    List<Chunk> chunks = new ArrayList<>();
    for (TablePlan table : tables) {
      Journal.Entry entry = journal.get(table.id());
      if (entry != null && entry.done()) {
        meter.rows(entry.rows());
        meter.bytes(entry.bytes());
      } else {
        TargetTables.check(first.target(), table);
        Journal.begin(first.target(), table, entry != null, point.position());
        chunks.addAll(Chunk.cut(table, options.chunkBytes()));
      }
    }
    first.target().commit();
    LOG.info(
        "load=begun tables={} chunks={} snapshot={}",
        tables.size(),
        chunks.size(),
        point.position());
    new LoadRun(sessions, point.position(), meter, chunks).run();
    meter.report();
  }

  private static List<TablePlan> tables(Sessions sessions) {
    try {
      return SourceTables.read(sessions.source(), sessions.target());
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.SOURCE, "cannot list the source's tables", e);
    }
  }

  private static LoadReport report(Connection target) throws SQLException {
    long tables = 0;
    long rows = 0;
    long bytes = 0;
    for (Journal.Entry entry : Journal.read(target).values()) {
      tables++;
      rows += entry.rows();
      bytes += entry.bytes();
    }
    LOG.info("load=done tables={} rows={} bytes={}", tables, rows, bytes);
    return new LoadReport(tables, rows, bytes);
  }
}
