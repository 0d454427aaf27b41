package dev.daybreak.proxy;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteAck;
import dev.daybreak.kernel.route.RouteBoard;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A route board in memory that can be away, and can keep news to itself. */
final class MemoryBoard implements RouteBoard {
  private final Map<String, Route> routes = new HashMap<>();
  private final Map<String, List<Consumer<Route>>> listeners = new HashMap<>();
  private final List<RouteAck> acks = new ArrayList<>();
  private final Map<String, RouteReport> reports = new HashMap<>();
  private final List<Consumer<String>> cancels = new ArrayList<>();
  private boolean away;
  private boolean silent;

  synchronized void away(boolean now) {
    away = now;
  }

  /** While silent, listeners hear nothing; {@link #read} still tells. */
  synchronized void silent(boolean now) {
    silent = now;
  }

  /** Stores an order that lapses after a minute. */
  void order(String name, long epoch, RouteState state, Side active) {
    order(new Route(name, epoch, state, active, Instant.now().plusSeconds(60)));
  }

  synchronized void order(Route route) {
    routes.put(route.name(), route);
    if (!silent) {
      listeners.getOrDefault(route.name(), List.of()).forEach(listener -> listener.accept(route));
    }
  }

  /** Waits until the order is acknowledged as ready. */
  void awaitReady(String name, long epoch, RouteState state) {
    awaitReady(name, epoch, state, 1);
  }

  /** Waits until so many proxies acknowledge the order as ready. */
  synchronized void awaitReady(String name, long epoch, RouteState state, int proxies) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (acks.stream().filter(ack -> ack.ready() && matches(ack, name, epoch, state)).count()
        < proxies) {
      long left = Duration.between(Instant.now(), deadline).toMillis();
      if (left <= 0) {
        throw new AssertionError("not ready: " + epoch + " " + state + ", answers: " + acks);
      }
      pause(left);
    }
  }

  /** Waits for an answer that is not ready and gives this reason. */
  synchronized void awaitReason(String name, long epoch, RouteState state, String reason) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (acks.stream()
        .noneMatch(
            ack ->
                !ack.ready()
                    && ack.detail().contains(reason)
                    && matches(ack, name, epoch, state))) {
      long left = Duration.between(Instant.now(), deadline).toMillis();
      if (left <= 0) {
        throw new AssertionError("no such reason, answers: " + acks);
      }
      pause(left);
    }
  }

  synchronized boolean isReady(String name, long epoch, RouteState state) {
    return acks.stream().anyMatch(ack -> ack.ready() && matches(ack, name, epoch, state));
  }

  synchronized Optional<RouteReport> report(String name) {
    return reports.values().stream().filter(report -> report.route().equals(name)).findFirst();
  }

  /** What every proxy said last. */
  synchronized List<RouteReport> reports() {
    return List.copyOf(reports.values());
  }

  @Override
  public synchronized List<RouteReport> reports(String route) {
    check();
    return reports.values().stream().filter(report -> report.route().equals(route)).toList();
  }

  private static boolean matches(RouteAck ack, String name, long epoch, RouteState state) {
    return ack.route().equals(name) && ack.epoch() == epoch && ack.state() == state;
  }

  private void pause(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public synchronized Optional<Route> read(String route) {
    check();
    return Optional.ofNullable(routes.get(route));
  }

  @Override
  public synchronized AutoCloseable subscribe(String route, Consumer<Route> listener) {
    listeners.computeIfAbsent(route, name -> new ArrayList<>()).add(listener);
    Optional.ofNullable(routes.get(route)).ifPresent(listener);
    return () -> unsubscribe(route, listener);
  }

  private synchronized void unsubscribe(String route, Consumer<Route> listener) {
    listeners.get(route).remove(listener);
  }

  @Override
  public synchronized void acknowledge(RouteAck ack) {
    check();
    acks.removeIf(
        old ->
            old.proxy().equals(ack.proxy())
                && old.ready() == ack.ready()
                && matches(old, ack.route(), ack.epoch(), ack.state()));
    acks.add(ack);
    notifyAll();
  }

  @Override
  public synchronized void renew(List<RouteReport> news) {
    check();
    news.forEach(report -> reports.put(report.route() + " " + report.proxy(), report));
    notifyAll();
  }

  @Override
  public void forwardCancel(String keyDigest) {
    List<Consumer<String>> all;
    synchronized (this) {
      check();
      all = List.copyOf(cancels);
    }
    all.forEach(listener -> listener.accept(keyDigest));
  }

  @Override
  public synchronized void onForwardedCancel(Consumer<String> listener) {
    cancels.add(listener);
  }

  private void check() {
    if (away) {
      throw new MigrationException(ErrorCode.STORE_UNREACHABLE, "the test's store is away", "");
    }
  }
}
