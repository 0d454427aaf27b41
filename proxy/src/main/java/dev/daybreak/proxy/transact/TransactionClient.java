package dev.daybreak.proxy.transact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.auth.Credentials;
import dev.daybreak.proxy.backend.LinkListener;
import dev.daybreak.proxy.backend.LoginFailure;
import dev.daybreak.proxy.backend.ServerConnector;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.order.Standing;
import dev.daybreak.proxy.sample.Sampler;
import dev.daybreak.proxy.session.ClientLogin;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.sql.SqlCache;
import dev.daybreak.proxy.track.HiddenQuery;
import dev.daybreak.proxy.track.Parking;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.traffic.Meter;
import dev.daybreak.proxy.traffic.SessionFacts;
import dev.daybreak.proxy.traffic.Visitor;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.MalformedFrame;
import dev.daybreak.proxy.wire.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * A client that borrows a server connection when it sends something and gives it back when the
 * server is ready for the next transaction. Everything but {@link Visitor}'s methods runs on the
 * client's event loop.
 */
public final class TransactionClient implements LinkListener, Visitor, Borrower, ClientLogin.Guest {
  /** So many lost connections in a row are replaced before the client is told. */
  private static final int LOSSES_MAX = 3;

  private static final String READ_ONLY = "25006";
  private static final String TOO_MANY = "53300";

  private final Channel channel;
  private final RouteRuntime runtime;
  private final Caller caller;
  private final Tracker tracker;
  private final Meter meter;
  private final ClientSide reader;
  private final Hold hold;
  private volatile @Nullable ServerSide server;
  private Side side;
  private boolean asking;
  private boolean fitting;
  private boolean fitted;
  private int losses;
  private boolean closed;
  private boolean fatal;

  /**
   * @param first the connection it logged in with, which goes back to the pool
   */
  public TransactionClient(
      Channel channel,
      RouteRuntime runtime,
      StartupPacket.Start start,
      Credentials known,
      ServerLink first,
      SqlCache cache) {
    this.channel = channel;
    this.runtime = runtime;
    this.caller = Caller.of(channel, start, known, first);
    this.tracker = new Tracker(cache);
    this.meter = new Meter(runtime.traffic(start.user()));
    this.side = first.side();
    this.hold = new Hold(this, runtime, tracker);
    this.reader = new ClientSide(this, hold, tracker, runtime.directed());
    Sampler sampler = runtime.sampler();
    if (sampler != null) {
      tracker.shownTo(sampler.probe(channel.eventLoop(), start, first.parameters()));
    }
  }

  @Override
  public void begin(ServerLink first) {
    channel.pipeline().addLast(reader);
    runtime.visit(this);
    hold.obey(runtime.route());
    borrow(first);
    settle();
    hold.step();
  }

  @Override
  public void obey(Route next) {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (!closed) {
                // The newest: this one may have waited behind a newer one.
                hold.obey(runtime.route());
                work();
                hold.step();
              }
            });
  }

  @Override
  public Tracker tracker() {
    return tracker;
  }

  Meter meter() {
    return meter;
  }

  @Override
  public void arrived(int bytes) {
    meter.sent(bytes);
  }

  // ---- from the client ----

  /** Does what can be done with what the client has sent. */
  void work() {
    if (closed) {
      return;
    }
    try {
      if (hold.held()) {
        reader.scan();
        throttle();
        hold.step();
      } else if (!busy() && ready()) {
        reader.scan();
        settle();
      }
    } catch (MalformedFrame | IndexOutOfBoundsException e) {
      end("08P01", String.valueOf(e.getMessage()));
    }
  }

  /** Whether there is a server connection as it is needed; takes care that there will be. */
  private boolean ready() {
    ServerSide there = server;
    if (there == null) {
      if (reader.begun()) {
        ask();
      }
      return false;
    }
    if (!fitted) {
      write();
      return false;
    }
    return true;
  }

  /** Borrows a server connection of the serving side. */
  void ask() {
    asking = true;
    ServerConnector.Wanted wanted = caller.wanted(runtime, runtime.active());
    runtime.pools().acquire(caller.loop(), wanted, caller.credentials(), this);
    if (asking) {
      throttle();
    }
  }

  @Override
  public void opened(ServerLink link) {
    asking = false;
    if (closed) {
      borrow(link);
      settle();
      return;
    }
    if (link.side() == runtime.active()) {
      borrow(link);
    } else {
      link.terminate();
    }
    proceed();
  }

  private void proceed() {
    throttle();
    work();
    flushServer();
  }

  private void borrow(ServerLink link) {
    ServerSide there = ServerSide.of(link);
    there.serve(this);
    server = there;
    fitted = there.stance() == Stance.WRITING;
    if (link.side() != side) {
      side = link.side();
      tracker.moved();
      Wishes.show(link, channel);
    }
    tracker.lent(there.statements());
    String sql = caller.wishes().missing(link);
    if (sql != null) {
      tracker.sent(new HiddenQuery(sql, query -> {}));
      toServer(Frames.query(sql, ISO_8859_1));
      link.channel().flush();
    }
    if (!link.channel().isActive()) {
      serverGone();
    }
  }

  /** Makes the server session read-only; it must be between transactions. */
  void freeze() {
    fitting().freeze();
  }

  /** Makes the server session writing; it must be between transactions. */
  void write() {
    fitting().write();
  }

  private Fitting fitting() {
    fitting = true;
    ServerSide there = java.util.Objects.requireNonNull(server);
    return new Fitting(there, tracker, runtime.switched(), this::fitted);
  }

  private void fitted() {
    fitting = false;
    fitted = true;
    if (!closed) {
      proceed();
    }
  }

  /** The store may know better why there is no connection. */
  @Override
  public void refused(LoginFailure failure) {
    asking = false;
    if (closed) {
      return;
    }
    if (failure.state().equals(TOO_MANY)) {
      end(failure.state(), failure.message());
      return;
    }
    asking = true;
    runtime.ask(
        runtime.route(), newer -> channel.eventLoop().execute(() -> refusedAgain(failure, newer)));
  }

  private void refusedAgain(LoginFailure failure, boolean newer) {
    asking = false;
    if (newer) {
      proceed();
    } else {
      end(failure.state(), failure.message());
    }
  }

  void toServer(ByteBuf bytes) {
    Channel there = java.util.Objects.requireNonNull(server).link().channel();
    there.write(bytes, there.voidPromise());
  }

  /** What was parked has been sent. */
  void sent() {
    flushServer();
    throttle();
  }

  void flushServer() {
    ServerSide there = server;
    if (there != null) {
      there.link().channel().flush();
    }
  }

  void clientWritable(boolean writable) {
    ServerSide there = server;
    if (there != null) {
      there.link().channel().config().setAutoRead(writable);
    }
  }

  // ---- from the server ----

  @Override
  public void toClient(ByteBuf bytes) {
    if (!hold.keeps(bytes)) {
      channel.write(bytes, channel.voidPromise());
    }
  }

  @Override
  public void flushClient() {
    channel.flush();
    hold.heard();
  }

  /** Reads the client only while what it sends can go somewhere. */
  @Override
  public void throttle() {
    ServerSide there = server;
    boolean room = there == null || there.link().channel().isWritable();
    boolean waits = busy() && !hold.held();
    channel.config().setAutoRead(room && !waits && !hold.parked().full());
  }

  @Override
  public void reported(String name, String value) {
    caller.wishes().reported(name, value);
  }

  /** An error in answer to our own settings means they are not what was wanted. */
  @Override
  public void failed(String state, boolean fatally, boolean hidden) {
    fatal |= fatally;
    if (hidden && !fatally) {
      end("57P01", "the session's settings cannot be restored on another server connection");
    } else if (!hidden && state.equals(READ_ONLY)) {
      hold.refusedAsReadOnly();
    }
  }

  @Override
  public void ready(boolean hidden) {
    if (!hidden && hold.answered()) {
      losses = 0;
      meter.ready(tracker.inTransaction(), tracker.awaiting());
    }
    settle();
    if (hold.ordered()) {
      hold.step();
    }
  }

  /** Gives the server connection back if the client is done with it. */
  private void settle() {
    if (!fitting && atRest()) {
      giveBack();
    }
  }

  /** Gives the server connection back, if there is one; nothing of the client's may be on it. */
  void giveBack() {
    ServerSide there = server;
    if (there == null) {
      return;
    }
    server = null;
    there.serve(null);
    channel.flush();
    throttle();
    there.link().channel().config().setAutoRead(true);
    boolean reset = !tracker.left().isEmpty() || there.statements().full();
    runtime.traffic(caller.user()).lost(tracker.left());
    if (reset || !there.clean()) {
      runtime.pools().giveBack(there.link(), caller.user(), there, there.clean());
    } else {
      runtime.pools().release(there.link(), caller.user());
    }
  }

  // ---- for its hold ----

  /** Whether a server connection is on its way, or being made fit. */
  boolean busy() {
    return asking || fitting;
  }

  boolean closed() {
    return closed;
  }

  @Nullable ServerSide server() {
    return server;
  }

  Caller caller() {
    return caller;
  }

  private boolean atRest() {
    return tracker.idle() && !tracker.extended() && !reader.streaming();
  }

  @Override
  public void serverGone() {
    ServerSide there = server;
    if (there != null && !closed && (hold.mended() || fitting && losses++ < LOSSES_MAX)) {
      server = null;
      there.serve(null);
      fitting = false;
      fatal = false;
      tracker.moved();
      proceed();
    } else if (fatal && !closed) {
      runtime.measures().failed(tracker.awaiting() ? 1 : 0);
      close();
      caller.closeAfter(Unpooled.EMPTY_BUFFER);
    } else {
      end("08006", "the server closed the connection unexpectedly");
    }
  }

  // ---- endings ----

  @Override
  public void cancel(Runnable done) {
    ServerSide there = server;
    if (closed || hold.cancelled() || there == null) {
      done.run();
    } else {
      runtime.connector().cancel(there.link(), done);
    }
  }

  void leave() {
    if (!closed) {
      close();
      channel.close();
    }
  }

  /** Ends the client with an error of our own. */
  void end(String state, String message) {
    if (!closed) {
      ServerSide there = server;
      boolean whole = there == null || !there.midFrame();
      runtime.measures().failed(Math.max(1, hold.parked().count()));
      close();
      caller.closeAfter(whole ? Frames.fatal(state, message) : Unpooled.EMPTY_BUFFER);
    }
  }

  private void close() {
    closed = true;
    hold.close();
    settle();
    ServerSide side = server;
    if (side != null) {
      server = null;
      side.serve(null);
      side.link().terminate();
    }
    reader.release();
    runtime.left(this);
  }

  // ---- for people ----

  @Override
  public SessionFacts facts() {
    ServerSide there = server;
    int pid = there == null ? 0 : there.link().pid();
    return caller.facts(pid, tracker.inTransaction(), hold.parked().count());
  }

  @Override
  public @Nullable Standing standing() {
    return hold.standing();
  }

  @Override
  public Parking parked() {
    return hold.parked();
  }

  @Override
  public boolean inTransaction() {
    return tracker.inTransaction();
  }

  @Override
  public void dismiss(String state, String message) {
    channel.eventLoop().execute(() -> end(state, message));
  }

  @Override
  public void dismissIfSilent(long nanos) {
    channel
        .eventLoop()
        .execute(
            () -> {
              boolean silent = server == null && !asking && !hold.held();
              if (silent && reader.silent(nanos)) {
                end("57P05", "the client was idle for too long (clientIdleSeconds)");
              }
            });
  }
}
