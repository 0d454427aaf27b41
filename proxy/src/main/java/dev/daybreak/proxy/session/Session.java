package dev.daybreak.proxy.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.track.Gate;
import dev.daybreak.proxy.track.HiddenQuery;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.track.Unit;
import dev.daybreak.proxy.traffic.SessionFacts;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;

/**
 * One client and its server connection. Open, it only passes bytes on and watches; held, it takes
 * each of the client's units and decides: to the present server, to be parked, or, after a move, to
 * the next one. Everything runs on the client's event loop; what {@link SessionView} shows may be
 * read by others.
 *
 * <p>{@link #step} is the one place that decides. It is called after every event that could change
 * the answer, and does nothing while replies are awaited.
 */
final class Session implements Gate.Owner {
  private final Client client;
  private final RouteRuntime runtime;
  private final Tracker tracker;
  private final Gate gate;
  private final Spare spare;
  private final StateReader reader;
  private final Mover mover;
  private final SessionView view = new SessionView();
  private final Bulletin bulletin;
  private final ShownParameters shown;
  private final Loan loan;
  private ServerLink link;
  private Route route;
  private boolean held;
  private boolean linkLost;
  private boolean closed;
  private boolean busy;
  private boolean draining;
  private boolean fatalSeen;
  private boolean leaving;

  Session(Client client, RouteRuntime runtime, ServerLink link, Tracker tracker) {
    this.client = client;
    this.runtime = runtime;
    this.link = link;
    this.tracker = tracker;
    this.gate = new Gate(this, tracker, runtime.parkedBytesMax());
    this.spare = new Spare(this, runtime);
    this.reader = new StateReader(this, runtime);
    this.mover = new Mover(this, reader, spare);
    this.bulletin = new Bulletin(this, runtime, spare);
    this.route = runtime.route();
    this.loan = new Loan(this, runtime);
    this.shown = new ShownParameters(link);
  }

  /** Takes up its work: from here on bytes flow. */
  void begin() {
    client.channel().pipeline().addLast(new ClientRelay(this));
    loan.begin(link);
    runtime.joined(this);
    if (!link.channel().isActive()) {
      serverGone(link);
      return;
    }
    if (route.epoch() > 1 && !pinned() && link.readOnly()) {
      held = true;
      mover.checkFence();
    }
    obey(runtime.route());
  }

  /** Takes up a newer order. */
  void obey(Route next) {
    if (closed || leaving) {
      return;
    }
    route = next;
    draining = next.state() == RouteState.DRAINING && tracker.mayWrite();
    if (!pinned() && (next.state() == RouteState.HOLDING || next.active() != link.side())) {
      held = true;
      gate.shut();
    }
    reader.obey(next);
    spare.obey(next);
    step();
  }

  /** Does whatever can be done now. */
  void step() {
    boolean again = true;
    while (again && !closed) {
      again = held ? heldStep() : openStep();
    }
    publish();
  }

  private boolean openStep() {
    if (pinned() && route.active() != link.side() && route.state() == RouteState.SERVING) {
      end("57P01", "the database moved to another server; a replication connection cannot");
    } else if (!busy) {
      reader.prepare();
    }
    return false;
  }

  private boolean heldStep() {
    if (busy || tracker.awaiting()) {
      return false;
    }
    boolean away = route.active() != link.side();
    boolean holding = route.state() == RouteState.HOLDING;
    if (!linkLost && !tracker.idle()) {
      boolean readOnly = reader.frozen() || tracker.readOnlyBlock();
      return gate.finishBlock(readOnly, away, holding);
    }
    if (away || linkLost && !holding) {
      mover.move(linkLost);
      return false;
    }
    if (holding) {
      return hold();
    }
    if (reader.frozen()) {
      mover.thaw();
      return false;
    }
    open();
    return false;
  }

  private boolean hold() {
    if (linkLost) {
      return false;
    }
    if (!reader.inspected()) {
      mover.inspect();
      return false;
    }
    Unit head = gate.parking().peek();
    boolean reads = head != null && head.reads(tracker);
    if (reads && !reader.frozen()) {
      mover.freeze();
    } else if (head != null && !reads && reader.known() == null) {
      mover.inspect();
    }
    return reads && !busy && gate.forward(head.answeredByReady());
  }

  /** Lets everything flow again, what was parked first. */
  private void open() {
    gate.everything();
    held &= closed;
  }

  /** Whether a frame goes straight to the server. */
  boolean passes(byte type) {
    return held ? gate.copies(type) : gate.open();
  }

  /** Takes a frame of a held session. */
  void park(byte type, ByteBuf frame) {
    boolean complete = gate.parking().add(type, frame);
    throttle();
    if (complete) {
      step();
    }
  }

  @Override
  public void toServer(ByteBuf bytes) {
    reader.touched();
    link.channel().write(bytes, link.channel().voidPromise());
  }

  void flushServer() {
    link.channel().flush();
  }

  @Override
  public void sent() {
    flushServer();
    throttle();
  }

  @Override
  public void released(long arrivedAt, boolean read) {
    runtime.measures().released(arrivedAt, read);
  }

  @Override
  public Channel channel() {
    return client.channel();
  }

  @Override
  public void leave() {
    clientGone(true);
  }

  void clientWritable(boolean writable) {
    link.channel().config().setAutoRead(writable);
  }

  /**
   * The client has left.
   *
   * @param whole whether what it sent last was a whole message
   */
  void clientGone(boolean whole) {
    if (!closed) {
      close(whole && !held && !busy && !linkLost && !fatalSeen);
      client.channel().close();
    }
  }

  Loan loan() {
    return loan;
  }

  /** What people may see of it; may be called by any thread. */
  SessionFacts facts() {
    return client.facts(
        shown.application(),
        loan.since(),
        view.links().pid(),
        tracker,
        gate.parking().count(),
        view.unmovable());
  }

  /** The client wants what it does to be cancelled: a parked statement here, else on the server. */
  void cancel(Runnable done) {
    Unit head = gate.parking().peek();
    boolean waits =
        busy ? tracker.hiding() || mover.carrying() : !tracker.awaiting() && tracker.idle();
    if (held && waits && head != null && head.answeredByReady()) {
      gate.cancelFirst();
      throttle();
      step();
    } else if (!tracker.hiding()) {
      runtime.connector().cancel(link, done);
      return;
    }
    done.run();
  }

  boolean uses(ServerLink candidate) {
    return !closed && candidate == link;
  }

  void toClient(ByteBuf bytes) {
    if (!gate.keeps(bytes)) {
      client.channel().write(bytes, client.channel().voidPromise());
    }
  }

  void flushClient() {
    client.channel().flush();
  }

  void reported(ServerLink from, ByteBuf in, int body, int end) {
    shown.reported(from, in, body, end, tracker.hiding());
  }

  /** Whether a frame is kept from the client: an idle session's loss is mended, not told. */
  boolean mutes(byte type) {
    return type == Wire.ERROR && held && reader.known() != null && !tracker.awaiting();
  }

  void refusedAsReadOnly() {
    gate.refusedAsReadOnly(held);
  }

  void serverSaidFatal() {
    fatalSeen = true;
  }

  /** The client's Terminate has been passed on: the server will hang up. */
  void leaving() {
    leaving = true;
  }

  /** ReadyForQuery has been passed on. */
  void ready() {
    draining &= tracker.stillOpen();
    if (tracker.unmovable().size() != view.unmovable().size()) {
      view.unmovable(tracker.unmovable());
    }
    if (gate.ready(held) == Gate.Answer.DOUBTED) {
      held = true;
      busy = true;
      runtime.ask(route, newer -> loop().execute(() -> told(newer)));
    }
    held |= !gate.parking().isEmpty();
    if (held || draining || route.state() != RouteState.SERVING) {
      step();
    }
  }

  /** The store has been asked whether a refused write may belong elsewhere. */
  private void told(boolean elsewhere) {
    busy = false;
    if (!closed) {
      gate.told(elsewhere);
      step();
    }
  }

  /** The server has sent what it had to send for now. */
  void heard() {
    flushClient();
    if (held) {
      step();
    }
  }

  void serverGone(ServerLink gone) {
    if (closed) {
      return;
    }
    if (gone != link) {
      spare.gone(gone);
      step();
    } else if (held && reader.known() != null && tracker.idle() && (!busy || mover.carrying())) {
      linkLost = true;
      step();
    } else if (fatalSeen || leaving) {
      runtime.measures().failed(tracker.awaiting() ? 1 : 0);
      close();
      client.closeAfter(Unpooled.EMPTY_BUFFER);
    } else {
      end("08006", "the server closed the connection unexpectedly");
    }
  }

  /** Ends the session with an error of our own. */
  @Override
  public void end(String state, String message) {
    if (closed) {
      return;
    }
    runtime.measures().failed(Math.max(1, gate.parking().count()));
    close();
    client.closeAfter(link.midFrame() ? Unpooled.EMPTY_BUFFER : Frames.fatal(state, message));
  }

  private void close() {
    close(false);
  }

  private void close(boolean atRest) {
    closed = true;
    gate.release();
    spare.end();
    reader.close();
    loan.end(link, atRest);
    runtime.left(this);
  }

  /** Runs a query of our own on the present server session; it must be idle. */
  void hidden(HiddenQuery query) {
    tracker.sent(query);
    link.channel().writeAndFlush(Frames.query(query.sql, ISO_8859_1), link.channel().voidPromise());
  }

  /** While busy nothing is sent for the client. */
  void busy(boolean now) {
    busy = now;
  }

  /** Exchanges the server connection beneath the client. */
  void use(ServerLink next) {
    ServerLink old = link;
    link = next;
    loan.moved();
    linkLost = false;
    fatalSeen = false;
    tracker.moved();
    reader.moved();
    spare.retire(old);
  }

  /** Tells the client what differs on the new server. */
  void showParameters() {
    shown.show(link, client.channel());
    flushClient();
  }

  /** Reads the client only while what it sends can go somewhere. */
  void throttle() {
    boolean read = link.channel().isWritable() && !gate.parking().full();
    if (client.channel().config().isAutoRead() != read) {
      client.channel().config().setAutoRead(read);
    }
  }

  private void publish() {
    if (!closed) {
      bulletin.publish(new Bulletin.State(route, held, busy, draining));
    }
  }

  Bulletin bulletin() {
    return bulletin;
  }

  StateReader reader() {
    return reader;
  }

  Spare spare() {
    return spare;
  }

  Mover mover() {
    return mover;
  }

  boolean held() {
    return held;
  }

  boolean pinned() {
    return client.start().replication();
  }

  @Override
  public boolean closed() {
    return closed;
  }

  Client client() {
    return client;
  }

  Tracker tracker() {
    return tracker;
  }

  Gate gate() {
    return gate;
  }

  SessionView view() {
    return view;
  }

  Side side() {
    return link.side();
  }

  ServerLink link() {
    return link;
  }

  Route obeyed() {
    return route;
  }

  EventLoop loop() {
    return client.channel().eventLoop();
  }
}
