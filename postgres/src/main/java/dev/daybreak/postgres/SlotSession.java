package dev.daybreak.postgres;

import dev.daybreak.kernel.SnapshotPoint;
import dev.daybreak.kernel.stage.LoadStage.HeldSnapshot;
import java.sql.Connection;
import java.sql.SQLException;

/** The session that created a slot: keeps its exported snapshot alive until closed. */
public final class SlotSession implements HeldSnapshot {
  private final Connection connection;
  private final SnapshotPoint point;

  SlotSession(Connection connection, SnapshotPoint point) {
    this.connection = connection;
    this.point = point;
  }

  @Override
  public SnapshotPoint point() {
    return point;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // the server has ended it: there is nothing left to let go of
    }
  }
}
