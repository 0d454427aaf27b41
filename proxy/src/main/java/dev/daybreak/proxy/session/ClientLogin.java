package dev.daybreak.proxy.session;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.auth.AuthFailure;
import dev.daybreak.proxy.auth.AuthMethod;
import dev.daybreak.proxy.auth.Credentials;
import dev.daybreak.proxy.auth.VerifierStore;
import dev.daybreak.proxy.backend.CredentialSource;
import dev.daybreak.proxy.backend.LinkListener;
import dev.daybreak.proxy.backend.LoginFailure;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.sample.Sampler;
import dev.daybreak.proxy.sql.SqlCache;
import dev.daybreak.proxy.tls.ClientTls;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.wire.CancelKey;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.LoginDecoder;
import dev.daybreak.proxy.wire.MalformedFrame;
import dev.daybreak.proxy.wire.StartupPacket;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes one client from its first byte to its session: TLS, startup, route, server connection,
 * proof. Has a deadline as a whole.
 */
public final class ClientLogin extends LoginDecoder implements CredentialSource, LinkListener {
  private static final int DEADLINE_SECONDS = 60;
  private static final FastThreadLocal<SqlCache> CACHES =
      new FastThreadLocal<>() {
        @Override
        protected SqlCache initialValue() {
          return new SqlCache();
        }
      };

  /** What the console says of itself, as drivers want to know it. */
  private static final Map<String, String> CONSOLE =
      Map.of(
          "server_version", "15.0",
          "client_encoding", "UTF8",
          "standard_conforming_strings", "on",
          "DateStyle", "ISO");

  private final Doors doors;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> deadline;
  private StartupPacket.@Nullable Start start;
  private @Nullable RouteRuntime runtime;
  private @Nullable Admission admission;
  private @Nullable ServerLink link;
  private @Nullable SslHandler secure;
  private boolean direct;
  private boolean done;

  /** What a listener leads to. */
  public interface Doors {
    /** The route of a database name at this address; null for none. */
    @Nullable RouteRuntime route(String database);

    /**
     * The route of the one database known at this address, or of any where all are of one server
     * and stay there; null when it matters which.
     */
    @Nullable RouteRuntime only();

    /** How many databases are known at this address. */
    int count();

    /** TLS for clients; null when the proxy offers none. */
    @Nullable ClientTls tls();

    CancelKeys cancelKeys();

    /** A client that borrows server connections. */
    Guest guest(
        Channel channel,
        RouteRuntime to,
        StartupPacket.Start asked,
        Credentials known,
        ServerLink first,
        SqlCache cache);

    /** Where administrators are received; null for nowhere. */
    @Nullable Desk desk();
  }

  /** A client that borrows server connections; used by its event loop. */
  public interface Guest {
    /** Takes up its work; the connection it logged in with is lent to others. */
    void begin(ServerLink first);

    /** Cancels what it does. */
    void cancel(Runnable done);
  }

  public ClientLogin(Doors doors) {
    this.doors = doors;
    untyped();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    deadline =
        added
            .executor()
            .schedule(
                () -> refuse("57P03", "the login did not finish in time"),
                DEADLINE_SECONDS,
                TimeUnit.SECONDS);
  }

  /** The client speaks TLS from its first byte. */
  void direct(SslHandler handler) {
    secure = handler;
    direct = true;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    boolean shaken = event instanceof SslHandshakeCompletionEvent done && done.isSuccess();
    if (shaken && direct && !ClientTls.ALPN.equals(secureHandler().applicationProtocol())) {
      // Without it a client of another protocol could be led here.
      finish();
      context.close();
    }
    super.userEventTriggered(context, event);
  }

  private SslHandler secureHandler() {
    return java.util.Objects.requireNonNull(secure);
  }

  @Override
  protected void frame(ChannelHandlerContext context, byte type, ByteBuf body) {
    if (done) {
      return;
    }
    if (start == null) {
      startup(StartupPacket.read(body));
    } else if (type == Wire.PASSWORD && admission != null) {
      admission.password(body);
    } else if (type == Wire.TERMINATE) {
      context.close();
    } else {
      throw new MalformedFrame("unexpected message during the login");
    }
  }

  private void startup(StartupPacket packet) {
    if (packet instanceof StartupPacket.Tls) {
      tls();
    } else if (packet instanceof StartupPacket.Gss) {
      context().writeAndFlush(context().alloc().buffer(1).writeByte('N'));
    } else if (packet instanceof StartupPacket.Cancel cancel) {
      cancel(cancel);
    } else if (packet instanceof StartupPacket.Unsupported other) {
      refuse(
          "0A000",
          "unsupported frontend protocol "
              + other.major()
              + "."
              + other.minor()
              + ": server supports 3.0 to 3."
              + Wire.MINOR_MAX);
    } else if (packet instanceof StartupPacket.Start asked) {
      started(asked);
    }
  }

  private void tls() {
    ClientTls tls = doors.tls();
    if (tls == null || secure != null) {
      context().writeAndFlush(context().alloc().buffer(1).writeByte('N'));
      return;
    }
    if (hasMore()) {
      throw new MalformedFrame("received unencrypted data after SSL request");
    }
    SslHandler handler = tls.handler(context().alloc());
    secure = handler;
    context().writeAndFlush(context().alloc().buffer(1).writeByte('S'));
    context().pipeline().addFirst(handler);
  }

  private void cancel(StartupPacket.Cancel cancel) {
    finish();
    ChannelHandlerContext here = context();
    // Hanging up tells the client that the server has been signalled.
    doors.cancelKeys().cancel(cancel.key(), () -> here.close());
  }

  private void started(StartupPacket.Start asked) {
    start = asked;
    typed();
    if (asked.minor() > Wire.MINOR_MAX || !asked.protocolOptions().isEmpty()) {
      context()
          .writeAndFlush(Frames.negotiateVersion(asked.minorSpoken(), asked.protocolOptions()));
    }
    if (asked.user().isEmpty()) {
      refuse("28000", "no PostgreSQL user name specified in startup packet");
      return;
    }
    Desk desk = doors.desk();
    if (desk != null && desk.serves(asked.database())) {
      attend(desk, asked);
      return;
    }
    RouteRuntime found = doors.route(asked.database());
    if (found == null && asked.physical()) {
      found = doors.only();
    }
    if (found == null) {
      refuse(
          Frames.error(
              "FATAL",
              "3D000",
              "database \"" + asked.database() + "\" does not exist",
              "It is not served here: this proxy knows "
                  + doors.count()
                  + " others at this address."));
      return;
    }
    runtime = found;
    if (found.known().isDone()) {
      connect();
    } else {
      found.known().thenAccept(route -> context().executor().execute(this::connect));
    }
  }

  private void connect() {
    if (done || !context().channel().isActive()) {
      return;
    }
    RouteRuntime to = java.util.Objects.requireNonNull(runtime);
    StartupPacket.Start asked = java.util.Objects.requireNonNull(start);
    Side side = to.route().active();
    admission =
        new Admission(
            context().channel(),
            asked.user(),
            to.binding().endpoint(side),
            to.shared().verifiers(),
            secure == null ? new byte[0] : clientTls().binding());
    to.pools()
        .open(context().channel().eventLoop(), to.wanted(side, asked.parameters()), this, this);
  }

  // ---- administrators ----

  /** On this host a name without a password will do, as it does at a server that trusts it. */
  private void attend(Desk desk, StartupPacket.Start asked) {
    RouteRuntime prover = desk.prover();
    if (!desk.admits(asked.user()) || prover == null) {
      refuse("28000", "user \"" + asked.user() + "\" may not use the console");
      return;
    }
    Endpoint server = prover.binding().endpoint(Side.SOURCE);
    VerifierStore verifiers = prover.shared().verifiers();
    byte[] binding = secure == null ? new byte[0] : clientTls().binding();
    Admission proof = new Admission(context().channel(), asked.user(), server, verifiers, binding);
    admission = proof;
    verifiers
        .find(server, asked.user())
        .whenComplete(
            (found, failure) ->
                context()
                    .executor()
                    .execute(
                        () -> {
                          if (failure == null && found.isEmpty() && loopback()) {
                            seat(desk);
                          } else {
                            proof.demand(AuthMethod.TRUST, given -> seat(desk), this::failed);
                          }
                        }));
  }

  private void seat(Desk desk) {
    if (done) {
      return;
    }
    finish();
    ChannelHandlerContext here = context();
    CancelKey none = CancelKey.of(0, new byte[4]);
    here.writeAndFlush(Frames.welcome(CONSOLE, none, List.of()));
    here.pipeline().addLast(desk.open(java.util.Objects.requireNonNull(start).user()));
    here.pipeline().remove(this);
  }

  // ---- the server's answers ----

  @Override
  public void ask(AuthMethod method, Consumer<Credentials> answer) {
    if (method == AuthMethod.CLEARTEXT && secure == null && !loopback()) {
      refuse("28000", "the server demands the password in clear text: connect with TLS");
      return;
    }
    java.util.Objects.requireNonNull(admission).demand(method, answer, this::failed);
  }

  @Override
  public void opened(ServerLink opened) {
    link = opened;
    if (done || !context().channel().isActive()) {
      opened.terminate();
      return;
    }
    RouteRuntime to = java.util.Objects.requireNonNull(runtime);
    // A server that knows the proxy by its certificate has not looked at the client at all.
    boolean here = loopback() && !opened.endpoint().options().containsKey("sslcert");
    boolean trusted = here || to.shared().allowTrust() || certified();
    if (opened.method() == AuthMethod.TRUST && !trusted) {
      java.util.Objects.requireNonNull(admission)
          .demand(AuthMethod.TRUST, given -> admit(opened), this::failed);
    } else {
      admit(opened);
    }
  }

  @Override
  public void refused(LoginFailure failure) {
    boolean wrong = failure.state().equals("28P01") && admission != null;
    String message = wrong ? admission.refusal() : failure.message();
    boolean own = failure.error().length == 0;
    refuse(own ? Frames.fatal(failure.state(), message) : Frames.of(Wire.ERROR, failure.error()));
  }

  private void admit(ServerLink opened) {
    finish();
    RouteRuntime to = java.util.Objects.requireNonNull(runtime);
    StartupPacket.Start asked = java.util.Objects.requireNonNull(start);
    Credentials known = java.util.Objects.requireNonNull(admission).known();
    Channel channel = context().channel();
    Runnable begin;
    Consumer<Runnable> cancel;
    if (to.pools().options().mode() == PoolMode.TRANSACTION && !asked.replication()) {
      Guest guest = doors.guest(channel, to, asked, known, opened, CACHES.get());
      begin = () -> guest.begin(opened);
      cancel = guest::cancel;
    } else {
      Client client = new Client(channel, asked, known);
      Tracker tracker = new Tracker(CACHES.get());
      Sampler sampler = asked.replication() ? null : to.sampler();
      if (sampler != null) {
        tracker.shownTo(sampler.probe(channel.eventLoop(), asked, opened.parameters()));
      }
      Session session = new Session(client, to, opened, tracker);
      begin = session::begin;
      cancel = session::cancel;
    }
    Consumer<Runnable> onLoop = then -> channel.eventLoop().execute(() -> cancel.accept(then));
    CancelKeys keys = doors.cancelKeys();
    CancelKeys.Ticket ticket = keys.add(onLoop, opened.pid(), asked.minorSpoken());
    channel.closeFuture().addListener(closed -> keys.remove(ticket));
    ChannelHandlerContext here = context();
    here.writeAndFlush(Frames.welcome(opened.parameters(), ticket.key(), opened.takeNotices()));
    begin.run();
    here.pipeline().remove(this);
  }

  // ---- refusals ----

  private void failed(AuthFailure failure) {
    refuse(failure.state(), String.valueOf(failure.getMessage()));
  }

  private void refuse(String state, String message) {
    refuse(Frames.fatal(state, message));
  }

  private void refuse(ByteBuf error) {
    if (done) {
      error.release();
      return;
    }
    finish();
    context().writeAndFlush(error).addListener(ChannelFutureListener.CLOSE);
  }

  private void finish() {
    done = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  /** Whether the client's certificate proves its role: needed where the server asks nothing. */
  private boolean certified() {
    String user = java.util.Objects.requireNonNull(start).user();
    return secure != null && clientTls().proves(secure.engine().getSession(), user);
  }

  private ClientTls clientTls() {
    return java.util.Objects.requireNonNull(doors.tls());
  }

  private boolean loopback() {
    return context().channel().remoteAddress() instanceof InetSocketAddress address
        && address.getAddress().isLoopbackAddress();
  }

  private ChannelHandlerContext context() {
    return java.util.Objects.requireNonNull(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    boolean early = !done;
    finish();
    if (early && link != null) {
      link.terminate();
    }
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable reason =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (reason instanceof AuthFailure failure) {
      failed(failure);
    } else if (reason instanceof MalformedFrame) {
      refuse("08P01", String.valueOf(reason.getMessage()));
    } else {
      finish();
      context.close();
    }
  }
}
