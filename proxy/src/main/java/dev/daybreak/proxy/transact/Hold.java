package dev.daybreak.proxy.transact;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.proxy.order.Standing;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.track.LastUnit;
import dev.daybreak.proxy.track.Parking;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.track.Unit;
import dev.daybreak.proxy.track.Withheld;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One client's share in a switch. Held, it takes each of the client's units and decides: to a
 * read-only server session of the serving side, to the transaction it has open, or to be parked
 * until a side serves again. Used by the client's event loop, but for {@link #standing} and the
 * counts of {@link #parked}.
 *
 * <p>{@link #step} is the one place that decides. It is called after every event that could change
 * the answer, and does nothing while replies or connections are awaited.
 */
final class Hold {
  private final TransactionClient client;
  private final RouteRuntime runtime;
  private final Tracker tracker;
  private final Stocking stocking;
  private final Parking parking;
  private final Withheld withheld = new Withheld();
  private final LastUnit last = new LastUnit();
  private Route route;
  private boolean held;
  private boolean draining;

  /** Whether the rest of a unit is still to come of which the server has the beginning. */
  private boolean begun;

  /** Whether the store is asked about a write that a fenced server has refused. */
  private boolean asking;

  private volatile @Nullable Standing standing;

  Hold(TransactionClient client, RouteRuntime runtime, Tracker tracker) {
    this.client = client;
    this.runtime = runtime;
    this.tracker = tracker;
    this.stocking = new Stocking(client, runtime, this::step);
    this.parking = new Parking(runtime.parkedBytesMax());
    this.route = runtime.route();
  }

  /** Takes up a newer order; {@link #step} is to follow. */
  void obey(Route next) {
    route = next;
    draining =
        next.state() == RouteState.DRAINING && tracker.inTransaction() && !tracker.readOnlyBlock();
    ServerSide server = client.server();
    boolean away = server != null && server.link().side() != next.active();
    if (!held && (next.state() == RouteState.HOLDING || away)) {
      held = true;
      begun = server != null && tracker.extended();
    }
    stocking.obey(next);
  }

  /** Whether what the client sends is looked at before it goes on. */
  boolean held() {
    return held;
  }

  /** Whether an order asks for something. */
  boolean ordered() {
    return held || route.state() != RouteState.SERVING;
  }

  Parking parked() {
    return parking;
  }

  @Nullable Standing standing() {
    return standing;
  }

  /** Whether a frame goes straight to the server. */
  boolean passes(byte type) {
    if (!held || begun) {
      return !withheld.active();
    }
    boolean copy = type == Wire.COPY_DATA || type == Wire.COPY_DONE || type == Wire.COPY_FAIL;
    return copy && tracker.copyIn() && parking.isEmpty();
  }

  /** A frame has gone straight to the server. */
  void passed() {
    begun &= tracker.extended();
  }

  /** Keeps the unit just sent, in case a fenced server refuses it; null when it cannot be kept. */
  void remember(@Nullable ByteBuf in, int at, int end) {
    last.remember(in, at, end);
  }

  /** Takes a frame. */
  void park(byte type, ByteBuf frame) {
    parking.add(type, frame);
  }

  /** Does whatever can be done now, and tells how far the order has got. */
  void step() {
    boolean again = true;
    while (again && held && !client.closed()) {
      again = heldStep();
    }
    publish();
  }

  private boolean heldStep() {
    if (client.busy() || asking || begun || tracker.awaiting()) {
      return false;
    }
    ServerSide server = client.server();
    if (server != null && !tracker.idle()) {
      return finishBlock(server);
    }
    Unit head = parking.peek();
    if (head != null && head.terminates()) {
      client.leave();
      return false;
    }
    return route.state() == RouteState.HOLDING ? hold(server, head) : release(server);
  }

  /** A transaction may finish, but not become a writing one once it cannot be. */
  private boolean finishBlock(ServerSide server) {
    Unit head = parking.peek();
    if (head == null) {
      return false;
    }
    if (head.terminates()) {
      client.leave();
      return false;
    }
    boolean away = server.link().side() != route.active();
    boolean holding = route.state() == RouteState.HOLDING;
    boolean readOnly = server.stance() == Stance.FROZEN || tracker.readOnlyBlock();
    if (readOnly && (away || holding) && head.escapes(tracker)) {
      if (away) {
        client.end(
            "57P01", "the database moved while a read-only transaction was to become writing");
      }
      return false;
    }
    return forward(false);
  }

  private boolean hold(@Nullable ServerSide server, @Nullable Unit head) {
    if (head == null || !head.reads(tracker)) {
      client.giveBack();
      return false;
    }
    if (server == null) {
      client.ask();
    } else if (server.stance() != Stance.FROZEN) {
      client.freeze();
    } else {
      return forward(true);
    }
    return false;
  }

  /** Lets everything flow again, what was parked first. */
  private boolean release(@Nullable ServerSide server) {
    boolean away = server != null && server.link().side() != runtime.active();
    if (parking.isEmpty() || away) {
      held = !parking.isEmpty();
      client.giveBack();
      return held;
    }
    if (server == null) {
      client.ask();
    } else if (server.stance() != Stance.WRITING) {
      client.write();
    } else {
      open();
    }
    return false;
  }

  private void open() {
    held = false;
    for (Unit unit = parking.poll(); unit != null && !client.closed(); unit = parking.poll()) {
      if (unit.terminates()) {
        unit.release();
        client.leave();
        return;
      }
      send(unit, false);
      unit.release();
    }
    Unit arriving = parking.pollArriving();
    arriving.send(tracker, client::toServer);
    arriving.release();
    client.sent();
  }

  /** Sends the oldest unit; true when the next may be looked at. */
  private boolean forward(boolean withhold) {
    Unit unit = parking.poll();
    if (unit == null) {
      return false;
    }
    send(unit, withhold);
    if (withhold) {
      withheld.begin(unit);
    } else {
      unit.release();
    }
    client.sent();
    return !tracker.awaiting();
  }

  private void send(Unit unit, boolean read) {
    runtime.measures().released(unit.arrivedAt(), read);
    unit.send(tracker, client::toServer);
  }

  /** Keeps replies from the client; false when it may have them. */
  boolean withholds(ByteBuf bytes) {
    last.answered();
    if (withheld.active()) {
      withheld.add(bytes, client.caller().channel());
      return true;
    }
    return false;
  }

  /** The server has refused a statement because its session is read-only. */
  void refusedAsReadOnly() {
    if (!withheld.active() && !held && last.mayReplay(tracker)) {
      withheld.begin(last.take());
    }
    if (withheld.active()) {
      withheld.reject();
    }
  }

  /** ReadyForQuery has come; false when what it answers is to be sent again. */
  boolean answered() {
    draining &= tracker.inTransaction();
    begun &= tracker.extended();
    if (withheld.active() && withheld.rejected() && !tracker.inTransaction()) {
      again();
      return false;
    }
    if (withheld.active()) {
      withheld.show(client.caller().channel());
      held |= !parking.isEmpty();
    }
    return true;
  }

  /** What was refused waits, if it may belong elsewhere. */
  private void again() {
    if (held) {
      parking.putBack(withheld.takeBack());
      return;
    }
    held = true;
    asking = true;
    runtime.ask(route, newer -> client.caller().loop().execute(() -> asked(newer)));
  }

  private void asked(boolean newer) {
    asking = false;
    if (client.closed()) {
      return;
    }
    if (newer) {
      parking.putBack(withheld.takeBack());
    } else {
      withheld.show(client.caller().channel());
    }
    step();
  }

  /** The server is gone; true when what it did for the client is sent again elsewhere. */
  boolean mended() {
    boolean whole = withheld.active() && held && !tracker.inTransaction();
    if (whole) {
      parking.putBack(withheld.takeBack());
    }
    return whole;
  }

  /** The client wants what it does to be cancelled; true when that was parked here. */
  boolean cancelled() {
    Unit head = parking.peek();
    boolean waits = client.server() == null || client.busy();
    if (!held || !waits || head == null || !head.answeredByReady()) {
      return false;
    }
    parking.cancelFirst(client.caller().channel(), tracker.status());
    client.throttle();
    step();
    return true;
  }

  void close() {
    parking.release();
    withheld.discard();
    last.forget();
  }

  private void publish() {
    if (client.closed()) {
      return;
    }
    boolean ready = ready();
    Standing next = new Standing(route, ready, ready ? "" : waitingFor());
    if (!next.equals(standing)) {
      standing = next;
      runtime.progress();
    }
  }

  private boolean ready() {
    ServerSide server = client.server();
    return switch (route.state()) {
      case SERVING -> !held && (server == null || server.link().side() == route.active());
      case ARMED -> stocking.ready();
      case DRAINING -> !draining;
      case HOLDING -> held && !begun && (server == null || reads(server));
    };
  }

  private boolean reads(ServerSide server) {
    return server.stance() == Stance.FROZEN || tracker.readOnlyBlock() && !tracker.awaiting();
  }

  private String waitingFor() {
    if (route.state() == RouteState.ARMED) {
      return stocking.problem().isEmpty() ? "a connection to the other side" : stocking.problem();
    }
    return tracker.inTransaction() ? "an open transaction" : "a statement in flight";
  }
}
