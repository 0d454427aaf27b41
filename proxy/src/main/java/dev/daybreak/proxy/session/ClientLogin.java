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
import dev.daybreak.proxy.sql.SqlCache;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.LoginDecoder;
import dev.daybreak.proxy.wire.MalformedFrame;
import dev.daybreak.proxy.wire.StartupPacket;
import dev.daybreak.proxy.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
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

  private final Doors doors;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> deadline;
  private StartupPacket.@Nullable Start start;
  private @Nullable RouteRuntime runtime;
  private @Nullable Admission admission;
  private @Nullable ServerLink link;
  private boolean secure;
  private boolean done;

  /** What a listener leads to. */
  public interface Doors {
    /** The route of a database name at this address; null for none. */
    @Nullable RouteRuntime route(String database);

    /** How many databases are known at this address. */
    int count();

    /** TLS for clients; null when the proxy offers none. */
    @Nullable SslContext tls();

    CancelKeys cancelKeys();

    /** Where administrators are received; null for nowhere. */
    @Nullable Desk desk();
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
              + ": server supports 3.0 to 3.0");
    } else if (packet instanceof StartupPacket.Start asked) {
      started(asked);
    }
  }

  private void tls() {
    SslContext tls = doors.tls();
    if (tls == null || secure) {
      context().writeAndFlush(context().alloc().buffer(1).writeByte('N'));
      return;
    }
    if (hasMore()) {
      throw new MalformedFrame("received unencrypted data after SSL request");
    }
    secure = true;
    SslHandler handler = tls.newHandler(context().alloc());
    context().writeAndFlush(context().alloc().buffer(1).writeByte('S'));
    context().pipeline().addFirst(handler);
  }

  private void cancel(StartupPacket.Cancel cancel) {
    Session session = doors.cancelKeys().find(cancel.pid(), cancel.secret());
    if (session != null) {
      session.loop().execute(session::cancel);
    }
    finish();
    context().close();
  }

  private void started(StartupPacket.Start asked) {
    start = asked;
    typed();
    if (asked.minor() > 0 || !asked.protocolOptions().isEmpty()) {
      context().writeAndFlush(Frames.negotiateVersion(asked.protocolOptions()));
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
    if (found == null) {
      refuse(
          "3D000",
          "database \""
              + asked.database()
              + "\" is not served here; this proxy knows "
              + doors.count()
              + " others at this address");
      return;
    }
    runtime = found;
    found.known().thenAccept(route -> context().executor().execute(this::connect));
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
            to.shared().verifiers());
    Map<String, String> parameters = new LinkedHashMap<>(asked.parameters());
    to.pools().open(context().channel().eventLoop(), to.wanted(side, parameters), this, this);
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
    Admission proof = new Admission(context().channel(), asked.user(), server, verifiers);
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
    here.write(Frames.authentication(Wire.AUTH_OK));
    here.write(Frames.parameterStatus("server_version", "15.0"));
    here.write(Frames.parameterStatus("client_encoding", "UTF8"));
    here.write(Frames.parameterStatus("standard_conforming_strings", "on"));
    here.write(Frames.parameterStatus("DateStyle", "ISO"));
    here.write(Frames.backendKey(0, 0));
    here.writeAndFlush(Frames.ready((byte) 'I'));
    here.pipeline().addLast(desk.open(java.util.Objects.requireNonNull(start).user()));
    here.pipeline().remove(this);
  }

  // ---- the server's answers ----

  @Override
  public void ask(AuthMethod method, Consumer<Credentials> answer) {
    if (method == AuthMethod.CLEARTEXT && !secure && !loopback()) {
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
    boolean trusted = loopback() || java.util.Objects.requireNonNull(runtime).shared().allowTrust();
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
    refuse(failure.state(), wrong ? admission.refusal() : failure.message());
  }

  private void admit(ServerLink opened) {
    finish();
    RouteRuntime to = java.util.Objects.requireNonNull(runtime);
    Client client =
        new Client(
            context().channel(),
            java.util.Objects.requireNonNull(start),
            java.util.Objects.requireNonNull(admission).known());
    Session session = new Session(client, to, opened, new Tracker(CACHES.get()));
    CancelKeys.Key key = doors.cancelKeys().add(session);
    context().channel().closeFuture().addListener(closed -> doors.cancelKeys().remove(key));
    ChannelHandlerContext here = context();
    here.write(Frames.authentication(Wire.AUTH_OK));
    opened.parameters().forEach((name, value) -> here.write(Frames.parameterStatus(name, value)));
    here.write(Frames.backendKey(key.pid(), key.secret()));
    here.writeAndFlush(Frames.ready((byte) 'I'));
    session.begin();
    here.pipeline().remove(this);
  }

  // ---- refusals ----

  private void failed(AuthFailure failure) {
    refuse(failure.state(), String.valueOf(failure.getMessage()));
  }

  private void refuse(String state, String message) {
    if (done) {
      return;
    }
    finish();
    context().writeAndFlush(Frames.fatal(state, message)).addListener(ChannelFutureListener.CLOSE);
  }

  private void finish() {
    done = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
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
