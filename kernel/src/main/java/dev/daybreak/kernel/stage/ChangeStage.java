package dev.daybreak.kernel.stage;

import java.util.List;

/** Captures changes on one side and applies them on the other. */
public interface ChangeStage {
  /** The exact statements {@link #prepare} would run now; empty when all is there. Reads only. */
  List<String> additions(StreamSpec spec);

  /**
   * Makes ready what capture needs on {@code from}: replica identities of tables that have none (an
   * update would fail once published), the publication, the slot; and the metadata schema on {@code
   * to} with the channel's row at the slot's consistent point. Idempotent.
   */
  void prepare(StreamSpec spec);

  /**
   * Opens an exported snapshot on {@code from} by a temporary slot of its own. Its position is at
   * or after the stream's start when {@link #prepare} came first.
   */
  LoadStage.HeldSnapshot snapshot(StreamSpec spec);

  /** Starts, or goes on after a restart, from the position stored on {@code to}. */
  ChangeStream start(StreamSpec spec);

  /** Removes slot and channel row of this stream, on both sides; idempotent. */
  void dismantle(StreamSpec spec);

  /**
   * Removes everything Daybreak added to both databases: publication, replica identities set, the
   * metadata schema. Idempotent; call after all streams are dismantled.
   */
  void purge(StreamSpec spec);
}
