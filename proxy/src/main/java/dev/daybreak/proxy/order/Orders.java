package dev.daybreak.proxy.order;

import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteAck;
import dev.daybreak.kernel.route.RouteBoard;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orders for one route in one proxy and the answers to the store. Orders are taken up one after
 * the other on a worker thread; everything may be called by any thread.
 */
public final class Orders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
  private static final int STORE_RETRY_MILLIS = 250;

  /** Those who obey. Called on a worker. */
  public interface Crew {
    /** A newer order holds; clients have not been told yet. */
    void taken(@Nullable Route before, Route next);

    /** Tells every client of the order. */
    void spread(Route next);

    /** How far every client has got; empty for one that has not been told yet. */
    Stream<Optional<Standing>> standings();

    /** What is reported of the route now. */
    Optional<RouteReport> report();
  }

  private final String name;
  private final String proxyId;
  private final RouteBoard board;
  private final ScheduledExecutorService workers;
  private final Crew crew;
  private final SerialExecutor turns;
  private final CompletableFuture<Route> first = new CompletableFuture<>();
  private final AtomicBoolean evaluating = new AtomicBoolean();
  private volatile @Nullable Route route;
  private volatile @Nullable RouteAck told;
  private volatile boolean closed;
  private @Nullable AutoCloseable subscription;
  private long resumedEpoch;

  /**
   * @param name the route's
   * @param proxyId who answers
   * @param workers threads that may block
   */
  public Orders(
      String name, String proxyId, RouteBoard board, ScheduledExecutorService workers, Crew crew) {
    this.name = name;
    this.proxyId = proxyId;
    this.board = board;
    this.workers = workers;
    this.crew = crew;
    this.turns = new SerialExecutor(workers);
  }

  /** Begins to listen. */
  public void start() {
    subscription = board.subscribe(name, next -> turns.execute(() -> take(next)));
  }

  /** The present order; null until the first is known. */
  public @Nullable Route present() {
    return route;
  }

  /** Completes when the first order has been read: a starting proxy holds everything until then. */
  public CompletableFuture<Route> known() {
    return first;
  }

  private void take(Route next) {
    Route now = route;
    boolean resumed = next.epoch() <= resumedEpoch;
    if (closed || resumed || now != null && !next.supersedes(now)) {
      return;
    }
    route = next;
    crew.taken(now, next);
    crew.spread(next);
    first.complete(next);
    if (next.state() != RouteState.SERVING) {
      watch(next, Duration.between(Instant.now(), next.deadline()));
    }
    evaluate();
  }

  /** A client has got further with an order. */
  public void progress() {
    if (!done() && evaluating.compareAndSet(false, true)) {
      turns.execute(this::evaluate);
    }
  }

  /** Whether the present order has been answered as ready, after which nothing changes that. */
  private boolean done() {
    RouteAck said = told;
    Route now = route;
    return said != null
        && now != null
        && said.ready()
        && said.epoch() == now.epoch()
        && said.state() == now.state();
  }

  private void evaluate() {
    evaluating.set(false);
    Route now = route;
    if (now == null || closed || now.epoch() <= resumedEpoch) {
      return;
    }
    List<Optional<Standing>> unready =
        crew.standings()
            .filter(one -> one.isEmpty() || one.get().route() != now || !one.get().ready())
            .toList();
    String reason =
        unready.stream()
            .flatMap(Optional::stream)
            .filter(one -> one.route() == now)
            .map(Standing::waitingFor)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    int waiting = unready.size();
    String detail = waiting == 0 ? "" : waiting + " sessions wait for: " + reason;
    tell(new RouteAck(proxyId, now.name(), now.epoch(), now.state(), waiting == 0, detail));
  }

  /** Once ready stays ready: clients that come later are held from their beginning. */
  private void tell(RouteAck ack) {
    RouteAck before = told;
    boolean same = before != null && before.epoch() == ack.epoch() && before.state() == ack.state();
    if (same && (before.ready() || before.equals(ack))) {
      return;
    }
    try {
      if (ack.ready() && ack.state() == RouteState.HOLDING) {
        // Whoever fences the server next must know our sessions there from others'.
        crew.report().ifPresent(fresh -> board.renew(List.of(fresh)));
      }
      board.acknowledge(ack);
      told = ack;
      if (ack.ready()) {
        LOG.info(
            "event=order_done route={} epoch={} state={}", ack.route(), ack.epoch(), ack.state());
      }
    } catch (MigrationException e) {
      LOG.warn("event=ack_failed route={} error={}", ack.route(), e.line());
      workers.schedule(this::progress, STORE_RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  // ---- the dead man's timer ----

  private void watch(Route watched, Duration left) {
    long millis = Math.max(1, left.toMillis());
    workers.schedule(() -> turns.execute(() -> overdue(watched)), millis, TimeUnit.MILLISECONDS);
  }

  private void overdue(Route watched) {
    if (closed || route != watched) {
      return;
    }
    try {
      Optional<Route> stored = board.read(watched.name());
      stored.ifPresent(this::take);
      if (route == watched) {
        watch(watched, Duration.ofMillis(STORE_RETRY_MILLIS));
      }
    } catch (MigrationException e) {
      LOG.warn(
          "event=route_resumed route={} epoch={} active={} reason=\"deadline passed, store away\"",
          watched.name(),
          watched.epoch(),
          watched.active());
      resumedEpoch = watched.epoch();
      Route serving =
          new Route(
              watched.name(),
              watched.epoch(),
              RouteState.SERVING,
              watched.active(),
              watched.deadline());
      route = serving;
      crew.taken(watched, serving);
      crew.spread(serving);
      retract(watched);
    }
  }

  /** Takes back an answer that no longer holds, as soon as the store can be told. */
  private void retract(Route watched) {
    if (closed) {
      return;
    }
    try {
      board.acknowledge(
          new RouteAck(
              proxyId,
              watched.name(),
              watched.epoch(),
              watched.state(),
              false,
              "the deadline passed while the store was away: resumed"));
    } catch (MigrationException e) {
      workers.schedule(
          () -> turns.execute(() -> retract(watched)), STORE_RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Tells, on a worker, whether the store knows a newer order than the one obeyed. */
  public void ask(Route obeyed, Consumer<Boolean> answer) {
    turns.execute(
        () -> {
          try {
            board.read(name).ifPresent(this::take);
          } catch (MigrationException e) {
            LOG.warn("event=store_unreachable route={} error={}", name, e.line());
          }
          Route now = route;
          answer.accept(now != null && now.supersedes(obeyed));
        });
  }

  /** Listens no more. */
  @Override
  public void close() {
    closed = true;
    if (subscription != null) {
      try {
        subscription.close();
      } catch (Exception e) {
        LOG.warn("event=unsubscribe_failed route={} error={}", name, e.toString());
      }
    }
  }
}
