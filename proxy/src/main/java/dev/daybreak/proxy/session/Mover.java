package dev.daybreak.proxy.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.backend.CredentialSource;
import dev.daybreak.proxy.backend.LinkListener;
import dev.daybreak.proxy.backend.LoginFailure;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.track.HiddenQuery;
import org.jspecify.annotations.Nullable;

/**
 * Reads a session's state from its server, makes the server session read-only and writing again,
 * and carries the state over to another server. Each of its jobs makes the session busy until it
 * ends.
 */
final class Mover implements LinkListener {
  private final Session session;
  private final RouteRuntime runtime;
  private final Spare spare;
  private boolean stale;

  Mover(Session session, RouteRuntime runtime, Spare spare) {
    this.session = session;
    this.runtime = runtime;
    this.spare = spare;
  }

  /** The state read last may have changed since: a transaction was let through. */
  void stale() {
    stale = true;
  }

  /** Reads the state and makes the session read-only from its next transaction on. */
  void freeze() {
    session.busy(true);
    String sql = Snapshot.query(session.tracker().customSettings()) + Snapshot.FREEZE;
    session.hidden(new HiddenQuery(sql, this::frozen));
  }

  private void frozen(HiddenQuery query) {
    session.busy(false);
    if (!query.error().isEmpty()) {
      session.end("57P01", "the session cannot be held: " + query.error());
      return;
    }
    Snapshot state = Snapshot.of(query.rows);
    stale = false;
    session.bulletin().unmovable(state.unmovable());
    session.frozen(true, state);
  }

  /** Asks the server whether state that words hinted at is really there. */
  void verify() {
    String sql = Snapshot.query(session.tracker().customSettings());
    session.hidden(
        new HiddenQuery(
            sql,
            query -> {
              if (query.error().isEmpty()) {
                session.bulletin().unmovable(Snapshot.of(query.rows).unmovable());
              }
            }));
  }

  /** A login that met a fence which is no longer meant for it is made writing. */
  void checkFence() {
    session.busy(true);
    session.hidden(
        new HiddenQuery(
            Snapshot.query(java.util.Set.of()),
            query -> {
              session.busy(false);
              Snapshot state = Snapshot.of(query.rows);
              session.frozen(state.fenced(), state.fenced() ? state : null);
            }));
  }

  /** Makes the session what it was before it was held. */
  void thaw() {
    session.busy(true);
    String sql = java.util.Objects.requireNonNull(session.snapshot()).thaw();
    session.hidden(
        new HiddenQuery(
            sql,
            query -> {
              session.busy(false);
              session.frozen(false, null);
              if (!query.error().isEmpty()) {
                session.end("57P01", "the session cannot be released: " + query.error());
              }
            }));
  }

  /**
   * Moves the session to the side that serves now.
   *
   * @param last what is known of a server session that is no more; null while it is there
   */
  void move(@Nullable Snapshot last) {
    session.busy(true);
    Snapshot known = session.snapshot();
    if (last != null || known != null && !stale) {
      carry();
      return;
    }
    String sql = Snapshot.query(session.tracker().customSettings());
    session.hidden(new HiddenQuery(sql, this::inspected));
  }

  private void inspected(HiddenQuery query) {
    if (!query.error().isEmpty()) {
      session.end("57P01", "the session cannot be moved: " + query.error());
      return;
    }
    Snapshot fresh = Snapshot.of(query.rows);
    Snapshot before = session.snapshot();
    session.frozen(true, before == null ? fresh : fresh.withReadOnly(before.readOnly()));
    stale = false;
    carry();
  }

  private void carry() {
    Snapshot state = java.util.Objects.requireNonNull(session.snapshot());
    if (!state.unmovable().isEmpty()) {
      session.end(
          "57P01",
          "the database moved to another server; this session could not because of: "
              + String.join(", ", state.unmovable()));
      return;
    }
    Side side = session.obeyed().active();
    ServerLink ready = spare.take(side);
    if (ready != null) {
      restore(ready);
      return;
    }
    runtime
        .connector()
        .open(
            session.loop(),
            runtime.wanted(side, session.client().start().parameters()),
            CredentialSource.of(session.client().credentials()),
            this);
  }

  @Override
  public void opened(ServerLink link) {
    if (session.closed()) {
      link.terminate();
      return;
    }
    link.attach(new ServerRelay(session, link));
    restore(link);
  }

  @Override
  public void refused(LoginFailure failure) {
    session.end(
        "57P01",
        "the database moved to another server, which does not let the session in: "
            + failure.message());
  }

  private void restore(ServerLink link) {
    Snapshot state = java.util.Objects.requireNonNull(session.snapshot());
    session.use(link);
    String encoding = state.restoreEncoding();
    if (!encoding.isEmpty()) {
      session.hidden(new HiddenQuery(encoding, this::checked));
    }
    for (String prepare : state.prepares()) {
      session.hidden(new HiddenQuery(prepare, this::checked));
    }
    String user = new String(session.client().user().getBytes(UTF_8), ISO_8859_1);
    session.hidden(new HiddenQuery(state.restore(user), this::restored));
  }

  private boolean checked(HiddenQuery query) {
    if (!query.error().isEmpty()) {
      session.end("57P01", "the session's state cannot be restored: " + query.error());
    }
    return query.error().isEmpty();
  }

  private void restored(HiddenQuery query) {
    if (!checked(query)) {
      return;
    }
    session.busy(false);
    session.frozen(false, null);
    session.showParameters();
  }
}
