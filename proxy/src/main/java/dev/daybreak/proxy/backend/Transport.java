package dev.daybreak.proxy.backend;

import io.netty.bootstrap.ServerBootstrap;
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
import io.netty.channel.unix.IntegerUnixChannelOption;
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
  private static final int SOL_SOCKET = 1;
  private static final int SO_KEEPALIVE = 9;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_KEEPIDLE = 4;
  private static final int TCP_KEEPINTVL = 5;
  private static final int TCP_KEEPCNT = 6;
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

  /**
   * The same for the clients of a listener. Linux hands a listening socket's options down to those
   * it accepts, which saves four system calls for each client.
   */
  public static void keepAlive(ServerBootstrap listener) {
    if (EPOLL) {
      listener.option(inherited("SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE), 1);
      listener.option(inherited("TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE), KEEP_IDLE_SECONDS);
      listener.option(
          inherited("TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL), KEEP_INTERVAL_SECONDS);
      listener.option(inherited("TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT), KEEP_PROBES);
    } else {
      keepAlive(listener::childOption);
    }
  }

  private static IntegerUnixChannelOption inherited(String name, int level, int option) {
    return new IntegerUnixChannelOption(name, level, option);
  }

  /** The name for logs. */
  public static String name() {
    return EPOLL ? "epoll" : "nio";
  }
}
