package dev.daybreak.proxy.session;

import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.Peek;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Map;

/** The server parameters as the client knows them. Used by the session's event loop. */
final class ShownParameters {
  /** The proxy sets it for its own ends; the client's view stays what it was. */
  private static final String OURS = "default_transaction_read_only";

  private static final String APPLICATION = "application_name";

  private final Map<String, String> shown = new HashMap<>();
  private volatile String application;

  ShownParameters(ServerLink link) {
    shown.putAll(link.parameters());
    application = shown.getOrDefault(APPLICATION, "");
  }

  /** The client's name as it stands; may be asked by any thread. */
  String application() {
    return application;
  }

  /** Notes a ParameterStatus; a hidden one is not the client's to see. */
  void reported(ServerLink from, ByteBuf in, int body, int end, boolean hidden) {
    String name = Peek.bytes(in, body, end);
    String value = Peek.bytes(in, body + name.length() + 1, end);
    from.parameters().put(name, value);
    if (!hidden) {
      shown.put(name, value);
      application = shown.getOrDefault(APPLICATION, "");
    }
  }

  /** Tells the client what differs on this server; the caller flushes. */
  void show(ServerLink link, Channel client) {
    link.parameters()
        .forEach(
            (name, value) -> {
              if (!name.equals(OURS) && !value.equals(shown.put(name, value))) {
                client.write(Frames.parameterStatus(name, value));
              }
            });
  }
}
