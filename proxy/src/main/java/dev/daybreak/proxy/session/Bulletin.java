package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.SessionNote;
import dev.daybreak.kernel.route.Unmovable;
import dev.daybreak.proxy.backend.ServerLink;
import java.util.List;
import java.util.Set;

/** Tells others how far a session has got with its order. Written by the session's event loop. */
final class Bulletin {
  private final Session session;
  private final RouteRuntime runtime;
  private final Spare spare;

  Bulletin(Session session, RouteRuntime runtime, Spare spare) {
    this.session = session;
    this.runtime = runtime;
    this.spare = spare;
  }

  /**
   * What a session decides by.
   *
   * @param route the order it obeys
   * @param held whether what its client sends is looked at before it goes on
   * @param busy whether a query of our own runs on its server
   * @param draining whether a transaction that was open when draining began still is
   */
  record State(Route route, boolean held, boolean busy, boolean draining) {}

  void publish(State state) {
    ServerLink link = session.link();
    SessionView view = session.view();
    view.links(link.side(), link.pid(), spare.pid());
    boolean ready = session.pinned() || ready(state);
    if (view.stand(state.route(), ready, ready ? "" : waitingFor(state))) {
      runtime.progress();
    }
  }

  private boolean ready(State state) {
    boolean here = session.side() == state.route().active();
    StateReader reader = session.reader();
    return switch (state.route().state()) {
      case SERVING -> !state.held() && here && session.gate().parking().isEmpty();
      case ARMED -> spare.ready() && reader.movable() && (reader.settled() || state.held());
      case DRAINING -> !state.draining() && (reader.settled() || state.held());
      case HOLDING ->
          state.held() && !state.busy() && (reader.inspected() || session.tracker().still());
    };
  }

  private String waitingFor(State state) {
    if (state.route().state() == RouteState.ARMED && !spare.ready()) {
      return spare.problem().isEmpty() ? "a connection to the other side" : spare.problem();
    }
    if (state.route().state() == RouteState.ARMED && !session.view().unmovable().isEmpty()) {
      SessionNote note = notes().get(0);
      return note.user()
          + " from "
          + note.address()
          + " as '"
          + note.application()
          + "' to let go of: "
          + note.reason();
    }
    return session.tracker().unfinished();
  }

  /** What the server said of state that cannot move; replaces what words had hinted at. */
  void unmovable(Set<String> reasons) {
    Set<String> hints = session.tracker().unmovable();
    hints.clear();
    hints.addAll(reasons);
    session.view().unmovable(reasons);
  }

  /** Why the session could not be moved now, if it could not. May be called by any thread. */
  List<SessionNote> notes() {
    Set<String> reasons =
        session.pinned() ? Set.of(Unmovable.REPLICATION) : session.view().unmovable();
    Client client = session.client();
    String application = session.facts().application();
    return reasons.stream()
        .map(reason -> new SessionNote(client.user(), application, client.address(), reason))
        .toList();
  }
}
