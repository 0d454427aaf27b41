package dev.daybreak.proxy.session;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteAck;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.SessionNote;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.backend.ServerConnector;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.proxy.pool.ServerPools;
import dev.daybreak.proxy.sample.Sampler;
import dev.daybreak.proxy.state.Turnstile;
import dev.daybreak.proxy.traffic.Averages;
import dev.daybreak.proxy.traffic.SessionFacts;
import dev.daybreak.proxy.traffic.Traffic;
import dev.daybreak.proxy.traffic.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One route in one proxy: its sessions, the order they obey, and the answers to the store. Orders
 * are taken up one after the other on a worker thread; queries about it may come from any thread.
 */
public final class RouteRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteRuntime.class);
  private static final int STORE_RETRY_MILLIS = 250;
  private static final int TEND_SECONDS = 1;
  private static final int OPENINGS_MAX = 8;
  private static final int READINGS_MAX = 1;

  private final RouteBinding binding;
  private final Shared shared;
  private final ServerPools pools;
  private final SerialExecutor orders;
  private final Turnstile openings;
  private final Turnstile readings;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final Set<Visitor> visitors = ConcurrentHashMap.newKeySet();
  private final Measures measures = new Measures();
  private final Map<String, Traffic> traffic = new ConcurrentHashMap<>();
  private final Averages averages = new Averages();
  private final CompletableFuture<Route> first = new CompletableFuture<>();
  private final AtomicBoolean evaluating = new AtomicBoolean();
  private volatile @Nullable Route route;
  private volatile boolean closed;
  private volatile @Nullable Sampler sampler;
  private @Nullable AutoCloseable subscription;
  private @Nullable Future<?> tending;
  private volatile @Nullable RouteAck told;
  private long resumedEpoch;

  public RouteRuntime(RouteBinding binding, PoolOptions pool, Shared shared) {
    this.binding = binding;
    this.pools =
        new ServerPools(shared.connector(), pool, (user, nanos) -> traffic(user).waited(nanos));
    this.shared = shared;
    this.orders = new SerialExecutor(shared.workers());
    this.openings = Turnstile.paced(OPENINGS_MAX, shared.workers(), sessions::size);
    this.readings = Turnstile.unpaced(READINGS_MAX, shared.workers());
  }

  /** Begins to listen for orders. */
  public void start() {
    tending =
        shared.workers().scheduleWithFixedDelay(this::tend, TEND_SECONDS, TEND_SECONDS, SECONDS);
    subscription =
        shared.board().subscribe(binding.route(), next -> orders.execute(() -> take(next)));
  }

  public RouteBinding binding() {
    return binding;
  }

  /** Pools server connections otherwise from now on. */
  public void pool(PoolOptions next) {
    pools.options(next);
  }

  /** Samples the statements of clients that come from now on; null for none. */
  public void sampler(@Nullable Sampler next) {
    sampler = next;
  }

  /** What samples clients' statements; null when nothing does. */
  public @Nullable Sampler sampler() {
    return sampler;
  }

  /** What one user's clients did here. */
  public Traffic traffic(String user) {
    return traffic.computeIfAbsent(user, Traffic::new);
  }

  /** What each user's clients did here. */
  public Collection<Traffic> traffic() {
    return traffic.values();
  }

  /** What all of them did here. */
  public Traffic.Totals totals() {
    return Traffic.sum(traffic.values());
  }

  /** What they did in the last whole minute. */
  public Averages averages() {
    return averages;
  }

  /** The side that serves clients; the source until the first order is known. */
  public Side active() {
    Route now = route;
    return now == null ? Side.SOURCE : now.active();
  }

  /** Its sessions now. */
  public List<SessionFacts> sessions() {
    return Stream.concat(
            sessions.stream().map(Session::facts), visitors.stream().map(Visitor::facts))
        .toList();
  }

  /** Disconnects all clients. */
  public void kill() {
    for (Session session : sessions) {
      session.loop().execute(() -> session.end("57P01", "an administrator ended the session"));
    }
    visitors.forEach(visitor -> visitor.dismiss("57P01", "an administrator ended the session"));
  }

  /** Its pooled server connections. */
  public ServerPools pools() {
    return pools;
  }

  private void tend() {
    try {
      pools.tend();
      averages.sample(totals());
      long silence = pools.clientIdle().toNanos();
      if (silence > 0) {
        sessions.forEach(
            session -> session.loop().execute(() -> session.loan().endIfSilent(silence)));
        visitors.forEach(visitor -> visitor.dismissIfSilent(silence));
      }
    } catch (RuntimeException e) {
      LOG.error("event=tending_failed route={}", binding.route(), e);
    }
  }

  // ---- orders, on a worker ----

  private void take(Route next) {
    Route now = route;
    boolean resumed = next.epoch() <= resumedEpoch;
    if (closed || resumed || now != null && !next.supersedes(now)) {
      return;
    }
    if (next.state() != RouteState.SERVING && (now == null || now.epoch() != next.epoch())) {
      measures.begin();
    }
    route = next;
    if (now != null && now.active() != next.active() || next.state() != RouteState.SERVING) {
      pools.reconnect();
    }
    LOG.info(
        "event=route route={} epoch={} state={} active={} sessions={}",
        next.name(),
        next.epoch(),
        next.state(),
        next.active(),
        sessions.size());
    spread(next);
    first.complete(next);
    if (next.state() != RouteState.SERVING) {
      watch(next, Duration.between(Instant.now(), next.deadline()));
    }
    evaluate();
  }

  private void spread(Route next) {
    for (Session session : sessions) {
      session.loop().execute(() -> session.obey(next));
    }
  }

  private void evaluate() {
    evaluating.set(false);
    Route now = route;
    if (now == null || closed || now.epoch() <= resumedEpoch) {
      return;
    }
    int waiting = 0;
    String reason = "";
    for (Session session : sessions) {
      Standing standing = session.view().standing();
      boolean obeyed = standing != null && standing.route() == now;
      if (!obeyed || !standing.ready()) {
        waiting++;
        reason = obeyed && reason.isEmpty() ? standing.waitingFor() : reason;
      }
    }
    String detail = waiting == 0 ? "" : waiting + " sessions wait for: " + reason;
    tell(
        new RouteAck(shared.proxyId(), now.name(), now.epoch(), now.state(), waiting == 0, detail));
  }

  /** Once ready stays ready: sessions that come later are held from their beginning. */
  private void tell(RouteAck ack) {
    RouteAck before = told;
    boolean same = before != null && before.epoch() == ack.epoch() && before.state() == ack.state();
    if (same && (before.ready() || before.equals(ack))) {
      return;
    }
    try {
      if (ack.ready() && ack.state() == RouteState.HOLDING) {
        // Whoever fences the server next must know our sessions there from others'.
        report().ifPresent(fresh -> shared.board().renew(List.of(fresh)));
      }
      shared.board().acknowledge(ack);
      told = ack;
      if (ack.ready()) {
        LOG.info(
            "event=order_done route={} epoch={} state={}", ack.route(), ack.epoch(), ack.state());
      }
    } catch (MigrationException e) {
      LOG.warn("event=ack_failed route={} error={}", ack.route(), e.line());
      shared.workers().schedule(this::progress, STORE_RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  // ---- the dead man's timer ----

  private void watch(Route watched, Duration left) {
    long millis = Math.max(1, left.toMillis());
    shared
        .workers()
        .schedule(() -> orders.execute(() -> overdue(watched)), millis, TimeUnit.MILLISECONDS);
  }

  private void overdue(Route watched) {
    if (closed || route != watched) {
      return;
    }
    try {
      Optional<Route> stored = shared.board().read(watched.name());
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
      spread(serving);
      retract(watched);
    }
  }

  /** Takes back an answer that no longer holds, as soon as the store can be told. */
  private void retract(Route watched) {
    if (closed) {
      return;
    }
    try {
      shared
          .board()
          .acknowledge(
              new RouteAck(
                  shared.proxyId(),
                  watched.name(),
                  watched.epoch(),
                  watched.state(),
                  false,
                  "the deadline passed while the store was away: resumed"));
    } catch (MigrationException e) {
      shared
          .workers()
          .schedule(
              () -> orders.execute(() -> retract(watched)),
              STORE_RETRY_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  // ---- for sessions ----

  void joined(Session session) {
    sessions.add(session);
  }

  void left(Session session) {
    sessions.remove(session);
    progress();
  }

  /** A client has come that borrows server connections. */
  public void visit(Visitor visitor) {
    visitors.add(visitor);
  }

  /** It has gone. */
  public void left(Visitor visitor) {
    visitors.remove(visitor);
  }

  /** A session has got further with an order. */
  void progress() {
    if (!done() && evaluating.compareAndSet(false, true)) {
      orders.execute(this::evaluate);
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

  /** Tells, off the event loop, whether the store knows a newer order than the one obeyed. */
  void ask(Route obeyed, Consumer<Boolean> answer) {
    orders.execute(
        () -> {
          try {
            shared.board().read(binding.route()).ifPresent(this::take);
          } catch (MigrationException e) {
            LOG.warn("event=store_unreachable route={} error={}", binding.route(), e.line());
          }
          Route now = route;
          answer.accept(now != null && now.supersedes(obeyed));
        });
  }

  /** The present order; there is one once {@link #known} has completed. */
  Route route() {
    return java.util.Objects.requireNonNull(route);
  }

  /** Where sessions wait to open connections to the other side before it serves. */
  Turnstile openings() {
    return openings;
  }

  /** Where sessions wait to read their state before writes are held. */
  Turnstile readings() {
    return readings;
  }

  /** Completes when the first order has been read: a starting proxy holds everything until then. */
  CompletableFuture<Route> known() {
    return first;
  }

  Measures measures() {
    return measures;
  }

  Shared shared() {
    return shared;
  }

  /** Opens server connections, and sends cancel requests. */
  public ServerConnector connector() {
    return shared.connector();
  }

  /** A connection to one side. */
  public ServerConnector.Wanted wanted(Side side, Map<String, String> parameters) {
    return new ServerConnector.Wanted(side, binding.endpoint(side), parameters);
  }

  long parkedBytesMax() {
    return shared.parkedBytesMax();
  }

  // ---- for reports ----

  /** What this proxy says of the route now; empty until it knows the route. */
  public Optional<RouteReport> report() {
    Route now = route;
    if (now == null) {
      return Optional.empty();
    }
    int inTransaction = 0;
    int parked = 0;
    long holdNanos = measures.holdNanosMax();
    Set<Integer> sourcePids = new HashSet<>();
    Set<Integer> targetPids = new HashSet<>();
    List<SessionNote> notes = new ArrayList<>();
    for (Session session : sessions) {
      inTransaction += session.tracker().inTransaction() ? 1 : 0;
      int waiting = session.parking().count();
      parked += waiting;
      holdNanos =
          waiting == 0
              ? holdNanos
              : Math.max(holdNanos, System.nanoTime() - session.parking().oldestAt());
      pids(session.view().links(), sourcePids, targetPids);
      notes.addAll(session.bulletin().notes());
    }
    sourcePids.addAll(pools.idlePids(Side.SOURCE));
    targetPids.addAll(pools.idlePids(Side.TARGET));
    return Optional.of(
        new RouteReport(
            shared.proxyId(),
            now.name(),
            now.epoch(),
            sessions.size(),
            inTransaction,
            parked,
            TimeUnit.NANOSECONDS.toMillis(holdNanos),
            measures.failed(),
            sourcePids,
            targetPids,
            notes));
  }

  private static void pids(SessionView.Links links, Set<Integer> source, Set<Integer> target) {
    Set<Integer> here = links.side() == Side.SOURCE ? source : target;
    Set<Integer> there = links.side() == Side.SOURCE ? target : source;
    here.add(links.pid());
    if (links.sparePid() != 0) {
      there.add(links.sparePid());
    }
  }

  /** What was measured of the route. */
  public RouteMeasures measured() {
    return new RouteMeasures(
        Duration.ofNanos(measures.holdNanosMax()),
        measures.readsDelayed(),
        Duration.ofNanos(measures.readNanosMax()),
        measures.failed());
  }

  /** Stops listening for orders and ends all sessions. */
  @Override
  public void close() {
    closed = true;
    if (tending != null) {
      tending.cancel(false);
    }
    pools.close();
    if (subscription != null) {
      try {
        subscription.close();
      } catch (Exception e) {
        LOG.warn("event=unsubscribe_failed route={} error={}", binding.route(), e.toString());
      }
    }
    for (Session session : sessions) {
      session.loop().execute(() -> session.end("57P01", "the proxy is shutting down"));
    }
    visitors.forEach(visitor -> visitor.dismiss("57P01", "the proxy is shutting down"));
  }
}
