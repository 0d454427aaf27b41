package dev.daybreak.proxy.session;

import dev.daybreak.proxy.auth.Credentials;
import dev.daybreak.proxy.wire.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

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

  /** Its address, for people. */
  String address() {
    SocketAddress address = channel.remoteAddress();
    return address instanceof InetSocketAddress internet
        ? internet.getAddress().getHostAddress() + ":" + internet.getPort()
        : String.valueOf(address);
  }
}
