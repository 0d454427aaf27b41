package dev.daybreak.proxy.transact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.daybreak.proxy.auth.Credentials;
import dev.daybreak.proxy.backend.CredentialSource;
import dev.daybreak.proxy.backend.LinkListener;
import dev.daybreak.proxy.backend.LoginFailure;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.sample.Sampler;
import dev.daybreak.proxy.session.ClientLogin;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.sql.SqlCache;
import dev.daybreak.proxy.track.HiddenQuery;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.traffic.Meter;
import dev.daybreak.proxy.traffic.SessionFacts;
import dev.daybreak.proxy.traffic.Visitor;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.Intake;
import dev.daybreak.proxy.wire.MalformedFrame;
import dev.daybreak.proxy.wire.StartupPacket;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that borrows a server connection when it sends something and gives it back when the
 * server is ready for the next transaction. Everything but {@link Visitor}'s methods runs on the
 * client's event loop.
 */
public final class TransactionClient extends ChannelInboundHandlerAdapter
    implements LinkListener, Visitor, ClientLogin.Guest {
  /** A first message larger than this may begin before it has arrived as a whole. */
  private static final int WHOLE_MAX = 64 << 10;

  private final Channel channel;
  private final RouteRuntime runtime;
  private final String user;
  private final CredentialSource credentials;
  private final Wishes wishes;
  private final Tracker tracker;
  private final Meter meter;
  private final Intake intake = new Intake();
  private final Instant since = Instant.now();
  private volatile @Nullable ServerSide server;
  private long heardAt = System.nanoTime();
  private boolean asking;
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
    this.user = start.user();
    this.credentials = CredentialSource.of(known);
    this.wishes = new Wishes(start, first);
    this.tracker = new Tracker(cache);
    this.meter = new Meter(runtime.traffic(user));
    Sampler sampler = runtime.sampler();
    if (sampler != null) {
      tracker.shownTo(sampler.probe(channel.eventLoop(), start, first.parameters()));
    }
  }

  @Override
  public void begin(ServerLink first) {
    channel.pipeline().addLast(this);
    runtime.visit(this);
    borrow(first);
    settle();
  }

  Tracker tracker() {
    return tracker;
  }

  Meter meter() {
    return meter;
  }

  // ---- from the client ----

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (closed) {
      bytes.release();
      return;
    }
    heardAt = System.nanoTime();
    meter.received(bytes.readableBytes());
    intake.add(bytes, context.alloc());
    work();
  }

  private void work() {
    try {
      if (server != null) {
        scan(server);
        settle();
      } else if (!asking && begun()) {
        ask();
      }
    } catch (MalformedFrame | IndexOutOfBoundsException e) {
      end("08P01", String.valueOf(e.getMessage()));
    }
  }

  /** Whether there is something to borrow a connection for. */
  private boolean begun() {
    ByteBuf in = intake.bytes();
    if (in.readableBytes() < Wire.HEADER) {
      return false;
    }
    if (in.getByte(in.readerIndex()) == Wire.TERMINATE) {
      leave();
      return false;
    }
    int total = Intake.total(in, in.readerIndex());
    return in.readableBytes() >= Math.min(total, WHOLE_MAX);
  }

  private void ask() {
    asking = true;
    runtime
        .pools()
        .acquire(
            channel.eventLoop(),
            runtime.wanted(runtime.active(), wishes.parameters()),
            credentials,
            this);
    if (asking) {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void opened(ServerLink link) {
    asking = false;
    borrow(link);
    if (closed) {
      settle();
      return;
    }
    channel.config().setAutoRead(true);
    work();
    link.channel().flush();
  }

  private void borrow(ServerLink link) {
    ServerSide side = link.channel().pipeline().get(ServerSide.class);
    if (side == null) {
      side = new ServerSide(link);
      link.attach(side);
    }
    side.serve(this);
    server = side;
    tracker.lent(side.statements());
    String sql = wishes.missing(link);
    if (sql != null) {
      tracker.sent(new HiddenQuery(sql, query -> {}));
      toServer(side, Frames.query(sql, ISO_8859_1));
      link.channel().flush();
    }
    if (!link.channel().isActive()) {
      serverGone();
    }
  }

  @Override
  public void refused(LoginFailure failure) {
    asking = false;
    end(failure.state(), failure.message());
  }

  private void scan(ServerSide to) {
    ByteBuf in = intake.bytes();
    int at = intake.streaming() ? intake.streamed() : in.readerIndex();
    int end = in.writerIndex();
    while (end - at >= Wire.HEADER) {
      byte type = in.getByte(at);
      int total = Intake.total(in, at);
      if (end - at < total) {
        at = type == Wire.COPY_DATA ? intake.stream(at, total) : at;
        break;
      }
      if (type == Wire.TERMINATE) {
        run(to, at);
        leave();
        return;
      }
      ByteBuf instead = tracker.sent(type, in, at, at + total);
      if (instead != null) {
        run(to, at);
        toServer(to, instead);
        in.readerIndex(at + total);
      }
      at += total;
    }
    run(to, at);
    intake.keepRest();
  }

  private void run(ServerSide to, int until) {
    if (until > intake.bytes().readerIndex()) {
      toServer(to, intake.take(until));
    }
  }

  private static void toServer(ServerSide to, ByteBuf bytes) {
    Channel there = to.link().channel();
    there.write(bytes, there.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    ServerSide side = server;
    if (side != null) {
      side.link().channel().flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    ServerSide side = server;
    if (side != null) {
      side.link().channel().config().setAutoRead(channel.isWritable());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leave();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    leave();
  }

  // ---- from the server ----

  void toClient(ByteBuf bytes) {
    channel.write(bytes, channel.voidPromise());
  }

  void flushClient() {
    channel.flush();
  }

  void serverWritable(boolean writable) {
    channel.config().setAutoRead(writable);
  }

  void reported(String name, String value) {
    wishes.reported(name, value);
  }

  /** The server has sent an error; one to our own settings means they are not what was wanted. */
  void failed(boolean fatally, boolean hidden) {
    fatal |= fatally;
    if (hidden && !fatally) {
      end("57P01", "the session's settings cannot be restored on another server connection");
    }
  }

  void ready(boolean hidden) {
    if (!hidden) {
      meter.ready(tracker.inTransaction(), tracker.awaiting());
    }
    settle();
  }

  /** Gives the server connection back if the client is done with it. */
  private void settle() {
    ServerSide side = server;
    if (side != null && atRest()) {
      server = null;
      side.serve(null);
      channel.flush();
      channel.config().setAutoRead(true);
      side.link().channel().config().setAutoRead(true);
      boolean reset = !tracker.left().isEmpty() || side.statements().full();
      runtime.traffic(user).lost(tracker.left());
      if (reset || !side.clean()) {
        runtime.pools().giveBack(side.link(), user, side, side.clean());
      } else {
        runtime.pools().release(side.link(), user);
      }
    }
  }

  private boolean atRest() {
    return tracker.idle() && !tracker.extended() && !intake.streaming();
  }

  void serverGone() {
    if (fatal && !closed) {
      close();
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      end("08006", "the server closed the connection unexpectedly");
    }
  }

  // ---- endings ----

  @Override
  public void cancel(Runnable done) {
    ServerSide side = server;
    if (side != null && !closed) {
      runtime.connector().cancel(side.link(), done);
    } else {
      done.run();
    }
  }

  private void leave() {
    if (!closed) {
      close();
      channel.close();
    }
  }

  private void end(String state, String message) {
    if (!closed) {
      close();
      channel.writeAndFlush(Frames.fatal(state, message)).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void close() {
    closed = true;
    settle();
    ServerSide side = server;
    if (side != null) {
      server = null;
      side.serve(null);
      side.link().terminate();
    }
    intake.release();
    runtime.left(this);
  }

  // ---- for people ----

  @Override
  public SessionFacts facts() {
    ServerSide side = server;
    InetSocketAddress from =
        channel.remoteAddress() instanceof InetSocketAddress internet ? internet : null;
    return new SessionFacts(
        user,
        wishes.application(),
        from == null ? "" : from.getAddress().getHostAddress(),
        from == null ? 0 : from.getPort(),
        since,
        side == null ? 0 : side.link().pid(),
        tracker.inTransaction(),
        0,
        channel.pipeline().get(SslHandler.class) != null,
        Set.of());
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
              if (server == null && !asking && System.nanoTime() - heardAt > nanos) {
                end("57P05", "the client was idle for too long (clientIdleSeconds)");
              }
            });
  }
}
