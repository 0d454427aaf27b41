package dev.daybreak.proxy.session;

import dev.daybreak.proxy.backend.LoginFailure;
import dev.daybreak.proxy.state.Snapshot;
import dev.daybreak.proxy.track.HiddenQuery;
import java.util.Set;

/**
 * Makes a session's server session read-only and writing again, and carries its state over to
 * another server. Each of its jobs makes the session busy until it ends.
 */
final class Mover {
  private final Session session;
  private final StateReader reader;
  private final Spare spare;
  private boolean carrying;

  Mover(Session session, StateReader reader, Spare spare) {
    this.session = session;
    this.reader = reader;
    this.spare = spare;
  }

  /** Whether the session's state is on its way to another server. */
  boolean carrying() {
    return carrying;
  }

  /** Makes a session whose state is known read-only from its next transaction on. */
  void freeze() {
    session.busy(true);
    session.hidden(
        new HiddenQuery(
            Snapshot.FREEZE,
            query -> {
              session.busy(false);
              reader.frozen(query.error().isEmpty());
              endIfRefused(query);
            }));
  }

  /** Reads the state: something has been sent since it was last. */
  void inspect() {
    session.busy(true);
    reader.read(
        query -> {
          session.busy(false);
          endIfRefused(query);
        });
  }

  private void endIfRefused(HiddenQuery query) {
    if (!query.error().isEmpty()) {
      session.end("57P01", "the session cannot be held: " + query.error());
    }
  }

  /** A login that met a fence which is no longer meant for it is made writing. */
  void checkFence() {
    session.busy(true);
    session.hidden(
        new HiddenQuery(
            Snapshot.query(Set.of()),
            (in, body, end) -> {},
            query -> {
              session.busy(false);
              reader.found(Snapshot.of(query.rows));
            }));
  }

  /** Makes the session what it was before it was held. */
  void thaw() {
    session.busy(true);
    session.hidden(
        new HiddenQuery(
            reader.thaw(),
            query -> {
              session.busy(false);
              reader.frozen(false);
              if (!query.error().isEmpty()) {
                session.end("57P01", "the session cannot be released: " + query.error());
              }
            }));
  }

  /**
   * Moves the session to the side that serves now.
   *
   * @param lost whether its server session is no more; its state was known then
   */
  void move(boolean lost) {
    session.busy(true);
    if (lost) {
      carry(reader.last());
      return;
    }
    Snapshot known = reader.known();
    if (known != null) {
      carry(known);
    } else {
      reader.read(this::inspected);
    }
  }

  private void inspected(HiddenQuery query) {
    if (!query.error().isEmpty()) {
      session.end("57P01", "the session cannot be moved: " + query.error());
      return;
    }
    Snapshot known = reader.known();
    if (known == null) {
      reader.read(this::inspected);
    } else {
      carry(known);
    }
  }

  private void carry(Snapshot state) {
    if (!state.unmovable().isEmpty()) {
      session.end(
          "57P01",
          "the database moved to another server; this session could not because of: "
              + String.join(", ", state.unmovable()));
      return;
    }
    carrying = true;
    spare.claim(session.obeyed().active(), state);
  }

  /** The other server session is alike. */
  void carried(dev.daybreak.proxy.state.Rehearsal rehearsal) {
    carrying = false;
    session.use(rehearsal.link());
    rehearsal.handOver(session.client().channel());
    session.busy(false);
    session.showParameters();
    session.step();
  }

  /** The other server does not let the session in. */
  void refused(LoginFailure failure) {
    session.end(
        "57P01",
        "the database moved to another server, which does not let the session in: "
            + failure.message());
  }

  /** The other server session cannot be made alike. */
  void failed(String problem) {
    session.end("57P01", "the session's state cannot be restored: " + problem);
  }
}
