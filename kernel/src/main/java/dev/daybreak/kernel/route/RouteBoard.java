package dev.daybreak.kernel.route;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A proxy's view of the control store. Implementations are thread-safe; every method may block for
 * a database round trip and must not be called from an event loop.
 */
public interface RouteBoard {
  /**
   * The stored route.
   *
   * @throws dev.daybreak.kernel.error.MigrationException STORE_UNREACHABLE
   */
  Optional<Route> read(String route);

  /**
   * Calls the listener with the present route and then with every newer one, from one thread,
   * within a few milliseconds of the change; intermediate states may be left out. Survives outages
   * of the store.
   *
   * @return ends the subscription
   */
  AutoCloseable subscribe(String route, Consumer<Route> listener);

  /** Stores an answer; a repeated one replaces the earlier. */
  void acknowledge(RouteAck ack);

  /**
   * Renews the proxy's lease on the routes it reports, for the lease's length (1 s); call every 250
   * ms.
   */
  void renew(List<RouteReport> reports);

  /**
   * What the live proxies of the group have reported of the route, this one among them; empty where
   * nothing is shared.
   *
   * @throws dev.daybreak.kernel.error.MigrationException STORE_UNREACHABLE
   */
  default List<RouteReport> reports(String route) {
    return List.of();
  }

  /**
   * Asks the other proxies to cancel what the owner of a cancel key runs: a client's cancel request
   * may come to any of them. A board of one proxy has nobody to ask.
   *
   * @param keyDigest hexadecimal SHA-256 of the key, which itself never leaves a proxy
   * @throws dev.daybreak.kernel.error.MigrationException STORE_UNREACHABLE
   */
  default void forwardCancel(String keyDigest) {}

  /**
   * Calls the listener with the digest of every key that another proxy, or this one, was asked to
   * cancel by, from the thread of {@link #subscribe}.
   */
  default void onForwardedCancel(Consumer<String> listener) {}
}
