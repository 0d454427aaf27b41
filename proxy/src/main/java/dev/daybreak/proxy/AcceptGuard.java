package dev.daybreak.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why a client could not be accepted. The listener then pauses for a second: clients that are
 * there go on being served, and new ones wait in the kernel's queue.
 */
final class AcceptGuard extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptGuard.class);

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.error(
        "event=accept_failed listen={} error=\"{}\" remedy=\"when files are exhausted, raise the"
            + " limit of open files (ulimit -n): a client takes two\"",
        context.channel().localAddress(),
        cause.getMessage());
  }
}
