package dev.daybreak.proxy.backend;

import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.SystemPropertyUtil;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How sockets are driven: epoll where its native library loads, else Java's selector. Netty's
 * sampling of leaked buffers is off unless {@code io.netty.leakDetection.level} asks for it.
 */
public final class Transport {
  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
  private static final int KEEP_IDLE_SECONDS = 60;
  private static final int KEEP_INTERVAL_SECONDS = 10;
  private static final int KEEP_PROBES = 6;
  private static final boolean EPOLL = Epoll.isAvailable();

  static {
    if (!EPOLL) {
      LOG.info(
          "event=no_epoll transport=nio reason=\"{}\"",
          String.valueOf(Epoll.unavailabilityCause()));
    }
    if (SystemPropertyUtil.get("io.netty.leakDetection.level") == null) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
  }

  private Transport() {}

  /** Event loops on daemon threads of that name. */
  public static MultiThreadIoEventLoopGroup loops(int threads, String name) {
    IoHandlerFactory factory = EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), factory);
  }

  public static Class<? extends SocketChannel> socket() {
    return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  public static Class<? extends ServerSocketChannel> listener() {
    return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** Takes an option of a socket. */
  @FunctionalInterface
  public interface Options {
    <T> void set(ChannelOption<T> option, T value);
  }

  /**
   * Makes the kernel find peers that vanished without a word within two minutes: what they held, a
   * transaction perhaps, is then given back.
   */
  public static void keepAlive(Options options) {
    options.set(ChannelOption.SO_KEEPALIVE, true);
    if (EPOLL) {
      options.set(EpollChannelOption.TCP_KEEPIDLE, KEEP_IDLE_SECONDS);
      options.set(EpollChannelOption.TCP_KEEPINTVL, KEEP_INTERVAL_SECONDS);
      options.set(EpollChannelOption.TCP_KEEPCNT, KEEP_PROBES);
    } else {
      options.set(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEP_IDLE_SECONDS);
      options.set(
          NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEP_INTERVAL_SECONDS);
      options.set(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEP_PROBES);
    }
  }

  /** The name for logs. */
  public static String name() {
    return EPOLL ? "epoll" : "nio";
  }
}
