package dev.daybreak.proxy.session;

import dev.daybreak.proxy.auth.Credentials;
import dev.daybreak.proxy.track.Tracker;
import dev.daybreak.proxy.traffic.SessionFacts;
import dev.daybreak.proxy.wire.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Set;

/**
 * A client that has been let in.
 *
 * @param channel its connection
 * @param start what it asked for
 * @param credentials what to log in to servers with
 */
record Client(Channel channel, StartupPacket.Start start, Credentials credentials) {
  String user() {
    return start.user();
  }

  /** Sends the last bytes and hangs up. */
  void closeAfter(ByteBuf last) {
    channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
  }

  /** What people may see of it and its session. */
  SessionFacts facts(
      String application,
      Instant since,
      int serverPid,
      Tracker tracker,
      int parked,
      Set<String> stuck) {
    boolean internet = channel.remoteAddress() instanceof InetSocketAddress;
    InetSocketAddress from = internet ? (InetSocketAddress) channel.remoteAddress() : null;
    return new SessionFacts(
        user(),
        application,
        from == null ? "" : from.getAddress().getHostAddress(),
        from == null ? 0 : from.getPort(),
        since,
        serverPid,
        tracker.inTransaction(),
        parked,
        channel.pipeline().get(SslHandler.class) != null,
        stuck);
  }

  /** Its address, for people. */
  String address() {
    SocketAddress address = channel.remoteAddress();
    return address instanceof InetSocketAddress internet
        ? internet.getAddress().getHostAddress() + ":" + internet.getPort()
        : String.valueOf(address);
  }
}
