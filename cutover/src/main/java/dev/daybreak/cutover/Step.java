package dev.daybreak.cutover;

/**
 * What a worker does next. A step that does work is an idempotent effect with an entry in the
 * timeline; a resting step waits for a request.
 */
public enum Step {
  /** Runs the pre-flight. */
  INSPECT(Kind.WORK),
  /** Creates on the target what the load needs, closed to clients. */
  CREATE_SCHEMA(Kind.WORK),
  /** Publication, slot and metadata for the forward stream. */
  PREPARE_CAPTURE(Kind.WORK),
  /** The full load. */
  COPY_ROWS(Kind.WORK),
  /** Keys, indexes, constraints, triggers, grants. */
  CREATE_INDEXES(Kind.WORK),
  /** Reads both catalogs back and compares. */
  VERIFY_SCHEMA(Kind.WORK),
  /** Starts the stream and waits until its lag is under the gate. */
  CATCH_UP(Kind.WORK),
  /** Carries a change of the source's schema, accepted by somebody, over to the target. */
  AMEND_SCHEMA(Kind.WORK),
  /** Starts the live validator. */
  WATCH_CHANGES(Kind.WORK),
  /** Batch validation at an aligned cut. */
  COMPARE_ROWS(Kind.WORK),
  /** Stream and live validator run; waits for a request. */
  READY(Kind.REST),

  /** The go/no-go list. */
  CHECK_GATES(Kind.BEFORE_COMMIT),
  /** Slot and taps of the stream back, so that no later write is missed. */
  PREPARE_RETURN(Kind.BEFORE_COMMIT),
  /** Epoch N+1: proxies open connections to the other side. */
  ARM(Kind.BEFORE_COMMIT),
  /** Transactions open now end; nothing is held. */
  DRAIN(Kind.BEFORE_COMMIT),
  /** Writes wait in the proxies. */
  HOLD(Kind.BEFORE_COMMIT),
  /** The active side refuses writes, with proof. */
  FENCE(Kind.BEFORE_COMMIT),
  /** The last marker of the stream is applied. */
  SENTINEL(Kind.BEFORE_COMMIT),
  /** The live validator has matched everything before the marker. */
  MATCH_CHANGES(Kind.BEFORE_COMMIT),
  /** Sequences of the other side stand past their twins. */
  SYNC_SEQUENCES(Kind.BEFORE_COMMIT),
  /** The commit point: one compare-and-set of the route. */
  COMMIT(Kind.COMMIT),
  /** After a crash at the commit point: reads the route to learn which side of it we are on. */
  RESOLVE(Kind.COMMIT),
  /** The new side takes writes; proxies flip and release. */
  OPEN(Kind.AFTER_COMMIT),
  /** The old side loses its sessions and refuses logins. */
  CLOSE(Kind.AFTER_COMMIT),
  /** The stream back and its live validator run. */
  START_RETURN(Kind.AFTER_COMMIT),
  /** Undoes a switch that did not reach the commit point. */
  RESTORE(Kind.UNDO),

  /** The reverse stream runs; waits for a request. */
  REVERSING(Kind.REST),
  /** Removes everything Daybreak added. */
  DISMANTLE(Kind.WORK),
  /** Nothing left to do. */
  FINISHED(Kind.REST),
  /** Stops, restores, removes what was made on both sides. */
  CLEAN_UP(Kind.WORK),
  /** Nothing left to do. */
  CLEANED(Kind.REST);

  /** How a step relates to the commit point. */
  enum Kind {
    WORK,
    REST,
    BEFORE_COMMIT,
    COMMIT,
    AFTER_COMMIT,
    UNDO
  }

  private final Kind kind;

  Step(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Whether the step waits for a request instead of doing work. */
  public boolean isRest() {
    return kind == Kind.REST;
  }

  /** Whether a failure of this step is undone rather than repeated. */
  public boolean isBeforeCommit() {
    return kind == Kind.BEFORE_COMMIT;
  }

  /** Whether there is only forward from here. */
  public boolean isAfterCommit() {
    return kind == Kind.AFTER_COMMIT;
  }
}
