package dev.daybreak.proxy.transact;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.proxy.order.Standing;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.track.Gate;
import dev.daybreak.proxy.track.Parking;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.track.Unit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
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
final class Hold implements Gate.Owner {
  private final TransactionClient client;
  private final RouteRuntime runtime;
  private final Tracker tracker;
  private final Stocking stocking;
  private final Gate gate;
  private Route route;
  private boolean held;
  private boolean draining;

  /** Whether the store is asked about a write that a fenced server has refused. */
  private boolean asking;

  private volatile @Nullable Standing standing;

  Hold(TransactionClient client, RouteRuntime runtime, Tracker tracker) {
    this.client = client;
    this.runtime = runtime;
    this.tracker = tracker;
    this.stocking = new Stocking(client, runtime, this::step);
    this.gate = new Gate(this, tracker, runtime.parkedBytesMax());
    this.route = runtime.route();
  }

  /** Takes up a newer order; {@link #step} is to follow. */
  void obey(Route next) {
    route = next;
    draining = next.state() == RouteState.DRAINING && tracker.mayWrite();
    ServerSide server = client.server();
    boolean away = server != null && server.link().side() != next.active();
    if (!held && (next.state() == RouteState.HOLDING || away)) {
      held = true;
      if (server != null) {
        gate.shut();
      }
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
    return gate.parking();
  }

  @Nullable Standing standing() {
    return standing;
  }

  /** Whether a frame goes straight to the server. */
  boolean passes(byte type) {
    return held ? gate.copies(type) : gate.open();
  }

  /** Keeps the unit just sent, in case a fenced server refuses it; null when it cannot be kept. */
  void remember(@Nullable ByteBuf in, int at, int end) {
    gate.remember(in, at, end);
  }

  /** Takes a frame. */
  void park(byte type, ByteBuf frame) {
    gate.parking().add(type, frame);
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
    if (client.busy() || asking || tracker.awaiting()) {
      return false;
    }
    ServerSide server = client.server();
    if (server != null && !tracker.idle()) {
      return finishBlock(server);
    }
    Unit head = gate.parking().peek();
    if (head != null && head.terminates()) {
      client.leave();
      return false;
    }
    return route.state() == RouteState.HOLDING ? hold(server, head) : release(server);
  }

  private boolean finishBlock(ServerSide server) {
    boolean readOnly = server.stance() == Stance.FROZEN || tracker.readOnlyBlock();
    boolean away = server.link().side() != route.active();
    return gate.finishBlock(readOnly, away, route.state() == RouteState.HOLDING);
  }

  private boolean hold(@Nullable ServerSide server, @Nullable Unit head) {
    boolean reads = head != null && head.reads(tracker);
    boolean halfSaid = server != null && tracker.extended();
    if (halfSaid || reads && server != null && server.stance() != Stance.FROZEN) {
      client.freeze();
    } else if (!reads) {
      client.giveBack();
    } else if (server == null) {
      client.ask();
    } else {
      return gate.forward(true);
    }
    return false;
  }

  /** Lets everything flow again, what was parked first. */
  private boolean release(@Nullable ServerSide server) {
    boolean away = server != null && server.link().side() != runtime.active();
    boolean empty = gate.parking().isEmpty();
    if (empty || away) {
      held = !empty;
      if (away || !tracker.extended()) {
        client.giveBack();
      }
      return held;
    }
    if (server == null) {
      client.ask();
    } else if (server.stance() != Stance.WRITING) {
      client.write();
    } else {
      held = false;
      gate.everything();
    }
    return false;
  }

  /** Takes replies over, if the client may not have them yet. */
  boolean keeps(ByteBuf bytes) {
    return gate.keeps(bytes);
  }

  /** The server has sent what it had to send for now. */
  void heard() {
    if (held) {
      step();
    }
  }

  /** The server has refused a statement because its session is read-only. */
  void refusedAsReadOnly() {
    gate.refusedAsReadOnly(held);
  }

  /** ReadyForQuery has come; false when what it answers is to be sent again. */
  boolean answered() {
    draining &= tracker.stillOpen();
    Gate.Answer answer = gate.ready(held);
    if (answer == Gate.Answer.DOUBTED) {
      asking = true;
      runtime.ask(route, newer -> client.caller().loop().execute(() -> told(newer)));
    }
    held |= asking || !gate.parking().isEmpty();
    return answer == Gate.Answer.SHOWN;
  }

  /** The store has been asked whether a refused write may belong elsewhere. */
  private void told(boolean elsewhere) {
    asking = false;
    if (!client.closed()) {
      gate.told(elsewhere);
      step();
    }
  }

  /** The server is gone; true when what it did for the client is sent again elsewhere. */
  boolean mended() {
    return held && gate.lost();
  }

  /** The client wants what it does to be cancelled; true when that was parked here. */
  boolean cancelled() {
    Unit head = gate.parking().peek();
    boolean waits = client.server() == null || client.busy();
    if (!held || !waits || head == null || !head.answeredByReady()) {
      return false;
    }
    gate.cancelFirst();
    client.throttle();
    step();
    return true;
  }

  // ---- for its gate ----

  @Override
  public Channel channel() {
    return client.caller().channel();
  }

  @Override
  public boolean closed() {
    return client.closed();
  }

  @Override
  public void toServer(ByteBuf bytes) {
    client.toServer(bytes);
  }

  @Override
  public void sent() {
    client.sent();
  }

  @Override
  public void released(long arrivedAt, boolean read) {
    runtime.measures().released(arrivedAt, read);
  }

  @Override
  public void leave() {
    client.leave();
  }

  @Override
  public void end(String state, String message) {
    client.end(state, message);
  }

  void close() {
    gate.release();
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
      case HOLDING -> held && (server == null || reads(server));
    };
  }

  private boolean reads(ServerSide server) {
    return server.stance() == Stance.FROZEN || tracker.still();
  }

  private String waitingFor() {
    if (route.state() == RouteState.ARMED) {
      return stocking.problem().isEmpty() ? "a connection to the other side" : stocking.problem();
    }
    return tracker.unfinished();
  }
}
