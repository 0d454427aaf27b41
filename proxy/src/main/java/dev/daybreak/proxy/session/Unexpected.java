package dev.daybreak.proxy.session;

import io.netty.channel.Channel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of failures that end a connection and are not the network's. */
final class Unexpected {
  private static final Logger LOG = LoggerFactory.getLogger(Unexpected.class);

  private Unexpected() {}

  static void log(Channel channel, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("event=connection_failed peer={}", channel.remoteAddress(), cause);
    }
  }
}
