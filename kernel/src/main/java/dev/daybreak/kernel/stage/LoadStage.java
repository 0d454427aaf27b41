package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.SnapshotPoint;
import dev.daybreak.kernel.TableId;
import java.util.List;
import java.util.function.Supplier;

/** Copies all rows once. */
public interface LoadStage {
  /**
   * Copies every table not yet marked done in the target's {@code daybreak.load_table}. Each table
   * carries the position of the snapshot it was copied under, so that a run which was interrupted
   * goes on under a later snapshot.
   *
   * @param pairing from where to where
   * @param snapshots opens an exported snapshot on the source; closed when the load ends
   * @throws dev.daybreak.kernel.error.MigrationException when a table could not be copied
   */
  LoadReport load(Pairing pairing, Supplier<HeldSnapshot> snapshots, Progress progress);

  /** The source's tables that are not yet marked done. Reads only. */
  List<TableId> pending(Pairing pairing);

  /** An exported snapshot that lives until it is closed. */
  interface HeldSnapshot extends AutoCloseable {
    SnapshotPoint point();

    @Override
    void close();
  }

  /** What was copied, earlier runs included. */
  record LoadReport(long tables, long rows, long bytes) {}
}
