package dev.daybreak.control.route;

import dev.daybreak.control.store.ControlStore;
import dev.daybreak.control.store.RouteRows;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteAck;
import dev.daybreak.kernel.route.RouteBoard;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.postgres.Notifications;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy's view of the routes in the control store. One listening session serves all
 * subscriptions; a re-read every quarter of a second covers a lost notification. Thread-safe.
 */
public final class StoredRouteBoard implements RouteBoard, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoredRouteBoard.class);
  private static final Duration REREAD = Duration.ofMillis(250);
  private static final Duration LISTEN = Duration.ofMillis(50);

  /** One listener and what it was told last. */
  private static final class Subscription {
    private final String route;
    private final Consumer<Route> listener;
    private @Nullable Route told;

    private Subscription(String route, Consumer<Route> listener) {
      this.route = route;
      this.listener = listener;
    }
  }

  private final ControlStore store;
  private final RouteRows rows;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final List<Consumer<String>> cancels = new CopyOnWriteArrayList<>();
  private final Map<String, Boolean> warned = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean open = true;
  private volatile boolean fresh;

  /** Starts listening at once. */
  public StoredRouteBoard(ControlStore store, String proxyId) {
    this.store = store;
    this.rows = store.routes();
    this.thread = new Thread(this::listen, "route-board-" + proxyId);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Optional<Route> read(String route) {
    return rows.find(route);
  }

  @Override
  public AutoCloseable subscribe(String route, Consumer<Route> listener) {
    Subscription subscription = new Subscription(route, listener);
    subscriptions.add(subscription);
    fresh = true;
    return () -> subscriptions.remove(subscription);
  }

  @Override
  public void acknowledge(RouteAck ack) {
    rows.acknowledge(ack);
  }

  @Override
  public void renew(List<RouteReport> reports) {
    reports.forEach(rows::renew);
  }

  @Override
  public List<RouteReport> reports(String route) {
    return rows.live(route);
  }

  @Override
  public void forwardCancel(String keyDigest) {
    rows.forwardCancel(keyDigest);
  }

  @Override
  public void onForwardedCancel(Consumer<String> listener) {
    cancels.add(listener);
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
  }

  private void listen() {
    while (open) {
      try (Notifications notifications =
          Notifications.listen(store.endpoint(), RouteRows.CHANNEL)) {
        warned.clear();
        while (open) {
          subscriptions.forEach(this::tell);
          awaitNews(notifications);
        }
      } catch (SQLException | MigrationException e) {
        storeAway(e);
      }
    }
  }

  /** Returns on a notification, a new subscription, or when it is time to read anyway. */
  private void awaitNews(Notifications notifications) throws SQLException {
    fresh = false;
    Instant reread = Instant.now().plus(REREAD);
    while (open && !fresh && Instant.now().isBefore(reread)) {
      List<String> news = notifications.await(LISTEN);
      news.stream()
          .filter(payload -> payload.startsWith(RouteRows.CANCEL))
          .map(payload -> payload.substring(RouteRows.CANCEL.length()))
          .forEach(digest -> cancels.forEach(listener -> listener.accept(digest)));
      if (news.stream().anyMatch(payload -> !payload.startsWith(RouteRows.CANCEL))) {
        return;
      }
    }
  }

  private void tell(Subscription subscription) {
    Optional<Route> stored = rows.find(subscription.route);
    if (stored.isPresent()
        && (subscription.told == null || stored.get().supersedes(subscription.told))) {
      subscription.told = stored.get();
      subscription.listener.accept(stored.get());
    }
  }

  private void storeAway(Exception e) {
    if (open && warned.put("away", true) == null) {
      LOG.warn("route_board state=store_away reason=\"{}\"", e.getMessage());
    }
    try {
      Thread.sleep(REREAD.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      open = false;
    }
  }
}
