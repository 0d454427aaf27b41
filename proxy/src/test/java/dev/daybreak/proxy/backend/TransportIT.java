package dev.daybreak.proxy.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The sockets of clients, as the kernel sees them. */
class TransportIT {
  @Test
  void anAcceptedSocketHasTheListenersKeepAliveAndNoDelay() throws Exception {
    assumeTrue(Epoll.isAvailable());
    CompletableFuture<Channel> accepted = new CompletableFuture<>();
    EventLoopGroup loops = Transport.loops(1, "transport-test");
    try {
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(loops)
              .channel(Transport.listener())
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel client) {
                      accepted.complete(client);
                    }
                  });
      Transport.keepAlive(bootstrap);
      InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Channel listener = bootstrap.bind(anywhere).sync().channel();
      int port = ((InetSocketAddress) listener.localAddress()).getPort();
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(client.isConnected()).isTrue();
        EpollSocketChannelConfig config =
            (EpollSocketChannelConfig) accepted.get(10, TimeUnit.SECONDS).config();
        assertThat(config.isKeepAlive()).isTrue();
        assertThat(config.getTcpKeepIdle()).isEqualTo(60);
        assertThat(config.getTcpKeepIntvl()).isEqualTo(10);
        assertThat(config.getTcpKeepCnt()).isEqualTo(6);
        assertThat(config.isTcpNoDelay()).isTrue();
      }
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}
