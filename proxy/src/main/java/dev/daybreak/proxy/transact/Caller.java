package dev.daybreak.proxy.transact;

import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.auth.Credentials;
import dev.daybreak.proxy.backend.CredentialSource;
import dev.daybreak.proxy.backend.ServerConnector;
import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.traffic.SessionFacts;
import dev.daybreak.proxy.wire.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Set;

/**
 * A client that has been let in, and what it wants of servers.
 *
 * @param channel its connection
 * @param user its role
 * @param credentials what to log in to servers with
 * @param wishes what it wants of a server connection
 * @param since when it was let in
 */
record Caller(
    Channel channel, String user, CredentialSource credentials, Wishes wishes, Instant since) {
  /** The client that logged in with that connection. */
  static Caller of(
      Channel channel, StartupPacket.Start start, Credentials known, ServerLink first) {
    return new Caller(
        channel, start.user(), CredentialSource.of(known), new Wishes(start, first), Instant.now());
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  /** A connection to one side as the client wants it. */
  ServerConnector.Wanted wanted(RouteRuntime runtime, Side there) {
    return runtime.wanted(there, wishes.parameters());
  }

  /** Sends the last bytes and hangs up. */
  void closeAfter(ByteBuf last) {
    channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
  }

  /** What people may see of it. */
  SessionFacts facts(int serverPid, boolean inTransaction, int parked) {
    InetSocketAddress from =
        channel.remoteAddress() instanceof InetSocketAddress internet ? internet : null;
    return new SessionFacts(
        user,
        wishes.application(),
        from == null ? "" : from.getAddress().getHostAddress(),
        from == null ? 0 : from.getPort(),
        since,
        serverPid,
        inTransaction,
        parked,
        channel.pipeline().get(SslHandler.class) != null,
        Set.of());
  }
}
