package dev.daybreak.proxy.transact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.daybreak.proxy.state.Snapshot;
import dev.daybreak.proxy.track.HiddenQuery;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.wire.Frames;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes a shared server session read-only, or writing again, between two transactions. A query that
 * fails is the borrower's to notice; the rest does not happen then. Used by the event loop.
 */
final class Fitting {
  /** Back to what the login gave: shared sessions carry no setting of their clients. */
  private static final String THAW = "RESET default_transaction_read_only";

  private final ServerSide side;
  private final Tracker tracker;
  private final boolean switched;
  private final Runnable done;

  /**
   * @param tracker the borrower's
   * @param switched whether a switch has ever been prepared, so that a fence may have met a login
   * @param done runs once the session is as wanted, at once if it is already
   */
  Fitting(ServerSide side, Tracker tracker, boolean switched, Runnable done) {
    this.side = side;
    this.tracker = tracker;
    this.switched = switched;
    this.done = done;
  }

  /** Lets its next transactions only read. */
  void freeze() {
    ask(new HiddenQuery(Snapshot.FREEZE, query -> reached(Stance.FROZEN)));
  }

  /** Lets its next transactions write, unless its client asked for other transactions. */
  void write() {
    if (side.stance() == Stance.FROZEN) {
      ask(
          new HiddenQuery(
              THAW,
              query -> {
                side.stance(Stance.UNKNOWN);
                write();
              }));
    } else if (side.stance() == Stance.WRITING || !switched || side.link().writes()) {
      reached(Stance.WRITING);
    } else {
      look(found -> lift(found));
    }
  }

  private void look(Consumer<Snapshot> answer) {
    ask(
        new HiddenQuery(
            Snapshot.query(Set.of()),
            (in, body, end) -> {},
            query -> answer.accept(Snapshot.of(query.rows))));
  }

  private void lift(Snapshot found) {
    if (found.fenced()) {
      ask(new HiddenQuery(found.thaw(), query -> reached(Stance.WRITING)));
    } else {
      reached(Stance.WRITING);
    }
  }

  private void reached(Stance stance) {
    side.stance(stance);
    done.run();
  }

  private void ask(HiddenQuery query) {
    tracker.sent(query);
    side.link().channel().writeAndFlush(Frames.query(query.sql, ISO_8859_1));
  }
}
