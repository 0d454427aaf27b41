package dev.daybreak.proxy.session;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.SessionNote;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.backend.ServerConnector;
import dev.daybreak.proxy.order.Orders;
import dev.daybreak.proxy.order.Standing;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.proxy.pool.ServerPools;
import dev.daybreak.proxy.sample.Sampler;
import dev.daybreak.proxy.state.Turnstile;
import dev.daybreak.proxy.traffic.Averages;
import dev.daybreak.proxy.traffic.SessionFacts;
import dev.daybreak.proxy.traffic.Traffic;
import dev.daybreak.proxy.traffic.Visitor;
import java.time.Duration;
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
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One route in one proxy: its clients, its pools and the orders they obey. Thread-safe. */
public final class RouteRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteRuntime.class);
  private static final int TEND_SECONDS = 1;
  private static final int OPENINGS_MAX = 8;
  private static final int READINGS_MAX = 1;

  private final RouteBinding binding;
  private final Shared shared;
  private final ServerPools pools;
  private final Orders orders;
  private final Turnstile openings;
  private final Turnstile readings;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final Set<Visitor> visitors = ConcurrentHashMap.newKeySet();
  private final Measures measures = new Measures();
  private final Map<String, Traffic> traffic = new ConcurrentHashMap<>();
  private final Averages averages = new Averages();
  private volatile @Nullable Sampler sampler;
  private @Nullable Future<?> tending;

  public RouteRuntime(RouteBinding binding, PoolOptions pool, Shared shared) {
    this.binding = binding;
    this.pools =
        new ServerPools(
            shared.connector(),
            pool,
            binding::endpoint,
            (user, nanos) -> traffic(user).waited(nanos));
    this.shared = shared;
    this.orders =
        new Orders(
            binding.route(), shared.proxyId(), shared.board(), shared.workers(), new Everybody());
    this.openings = Turnstile.paced(OPENINGS_MAX, shared.workers(), sessions::size);
    this.readings = Turnstile.unpaced(READINGS_MAX, shared.workers());
  }

  /** Begins to listen for orders. */
  public void start() {
    tending =
        shared.workers().scheduleWithFixedDelay(this::tend, TEND_SECONDS, TEND_SECONDS, SECONDS);
    orders.start();
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
    Route now = orders.present();
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

  /** Everybody who obeys. */
  private final class Everybody implements Orders.Crew {
    @Override
    public void taken(@Nullable Route before, Route next) {
      boolean fresh = before == null || before.epoch() != next.epoch();
      if (next.state() != RouteState.SERVING && fresh) {
        measures.begin();
      }
      pools.obey(before, next);
      LOG.info(
          "event=route route={} epoch={} state={} active={} sessions={}",
          next.name(),
          next.epoch(),
          next.state(),
          next.active(),
          sessions.size() + visitors.size());
    }

    @Override
    public void spread(Route next) {
      for (Session session : sessions) {
        session.loop().execute(() -> session.obey(next));
      }
      visitors.forEach(visitor -> visitor.obey(next));
    }

    @Override
    public Stream<Optional<Standing>> standings() {
      return Stream.concat(
          sessions.stream().map(session -> Optional.ofNullable(session.view().standing())),
          visitors.stream().map(visitor -> Optional.ofNullable(visitor.standing())));
    }

    @Override
    public Optional<RouteReport> report() {
      return RouteRuntime.this.report();
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
    progress();
  }

  /** A client has got further with an order. */
  public void progress() {
    orders.progress();
  }

  /** Tells, on a worker, whether the store knows a newer order than the one obeyed. */
  public void ask(Route obeyed, Consumer<Boolean> answer) {
    orders.ask(obeyed, answer);
  }

  /** The present order; there is one once {@link #known} has completed. */
  public Route route() {
    return java.util.Objects.requireNonNull(orders.present());
  }

  /** Whether there are two servers, so that a switch may come. */
  public boolean directed() {
    return !binding.source().equals(binding.target());
  }

  /** Whether a switch has ever been prepared, so that a fence may have met a login. */
  public boolean switched() {
    return route().epoch() > 1;
  }

  /** Where clients wait to open connections to the other side before it serves. */
  public Turnstile openings() {
    return openings;
  }

  /** Where sessions wait to read their state before writes are held. */
  Turnstile readings() {
    return readings;
  }

  /** Completes when the first order has been read: a starting proxy holds everything until then. */
  CompletableFuture<Route> known() {
    return orders.known();
  }

  /** What is counted here. */
  public Measures measures() {
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

  /** Bytes held for one client before it is no longer read. */
  public long parkedBytesMax() {
    return shared.parkedBytesMax();
  }

  // ---- for reports ----

  /** What this proxy says of the route now; empty until it knows the route. */
  public Optional<RouteReport> report() {
    Route now = orders.present();
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
      parked += session.gate().parking().count();
      holdNanos = Math.max(holdNanos, session.gate().parking().waitedNanos());
      pids(session.view().links(), sourcePids, targetPids);
      notes.addAll(session.bulletin().notes());
    }
    for (Visitor visitor : visitors) {
      inTransaction += visitor.inTransaction() ? 1 : 0;
      parked += visitor.parked().count();
      holdNanos = Math.max(holdNanos, visitor.parked().waitedNanos());
    }
    sourcePids.addAll(pools.pids(Side.SOURCE));
    targetPids.addAll(pools.pids(Side.TARGET));
    return Optional.of(
        new RouteReport(
            shared.proxyId(),
            now.name(),
            now.epoch(),
            sessions.size() + visitors.size(),
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
    orders.close();
    if (tending != null) {
      tending.cancel(false);
    }
    pools.close();
    for (Session session : sessions) {
      session.loop().execute(() -> session.end("57P01", "the proxy is shutting down"));
    }
    visitors.forEach(visitor -> visitor.dismiss("57P01", "the proxy is shutting down"));
  }
}
