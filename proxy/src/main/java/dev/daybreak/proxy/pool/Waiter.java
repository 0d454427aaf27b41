package dev.daybreak.proxy.pool;

import dev.daybreak.proxy.backend.CredentialSource;
import dev.daybreak.proxy.backend.LinkListener;
import dev.daybreak.proxy.backend.ServerConnector;
import io.netty.channel.EventLoop;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One who wants a server connection.
 *
 * @param loop the event loop it shall be on
 * @param wanted where to and with which parameters
 * @param credentials what to log in with
 * @param proven whether the client may have a connection that another opened
 * @param listener told once, on the event loop
 * @param since {@link System#nanoTime} when the wait began
 */
record Waiter(
    EventLoop loop,
    ServerConnector.Wanted wanted,
    CredentialSource credentials,
    boolean proven,
    LinkListener listener,
    long since) {
  static final String APPLICATION = "application_name";

  /** What a connection must have been opened with to do: all parameters but the name. */
  Map<String, String> fingerprint() {
    Map<String, String> parameters = new LinkedHashMap<>(wanted.parameters());
    parameters.remove(APPLICATION);
    return parameters;
  }

  String application() {
    return wanted.parameters().getOrDefault(APPLICATION, "");
  }
}
