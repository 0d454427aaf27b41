package dev.daybreak.proxy.pool;

import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.auth.AuthMethod;
import dev.daybreak.proxy.backend.LinkListener;
import dev.daybreak.proxy.backend.LoginFailure;
import dev.daybreak.proxy.backend.ServerLink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server connections of one user to one database. A connection stays on the event loop it was
 * opened on, so one that is free may be on the wrong loop for who waits: then it is closed and its
 * place is used for a new one. Thread-safe; the lock is never held while others are called.
 */
final class UserPool {
  /** One who has waited this long is served before those on a free connection's own loop. */
  private static final long FAIR_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final String LOGIN_REFUSED = "28";

  private final ServerPools owner;
  private final Side side;
  private final String user;
  private final Map<ServerLink, Pooled> links = new IdentityHashMap<>();
  private final ArrayDeque<Pooled> idle = new ArrayDeque<>();
  private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
  private volatile @Nullable AuthMethod method;
  private final Set<Waiter> opening = Collections.newSetFromMap(new IdentityHashMap<>());
  private int generation;

  UserPool(ServerPools owner, Side side, String user) {
    this.owner = owner;
    this.side = side;
    this.user = user;
  }

  /** How the server let this user in last; null before the first time. */
  @Nullable AuthMethod method() {
    return method;
  }

  /** Gives the waiter a connection now or later, or tells it why there is none. */
  void acquire(Waiter waiter) {
    Step step;
    synchronized (this) {
      if (owner.retired() == side) {
        step = () -> owner.redirect(waiter);
      } else {
        step = owner.paused() ? queue(waiter) : serve(waiter);
      }
    }
    step.run();
  }

  /** Nobody is served here any more: connections are not kept, who waits is sent elsewhere. */
  void retire() {
    List<Waiter> stranded;
    synchronized (this) {
      generation++;
      stranded = List.copyOf(waiting);
      waiting.clear();
    }
    stranded.forEach(owner::redirect);
  }

  /** How many connections would suit a waiter, free or not, with those being opened. */
  synchronized int alike(Waiter waiter) {
    Map<String, String> fingerprint = waiter.fingerprint();
    long open =
        links.values().stream()
            .filter(one -> one.generation == generation)
            .filter(one -> one.link.channel().eventLoop() == waiter.loop())
            .filter(one -> one.fingerprint.equals(fingerprint))
            .count();
    long coming =
        opening.stream()
            .filter(one -> one.loop() == waiter.loop() && one.fingerprint().equals(fingerprint))
            .count();
    return Math.toIntExact(open + coming);
  }

  /**
   * Opens a connection beyond need.
   *
   * @param most how many of its kind there may be
   * @return false when there are so many, or no room
   */
  boolean stock(Waiter waiter, int most) {
    Step step;
    synchronized (this) {
      if (full() || alike(waiter) >= most) {
        return false;
      }
      step = open(waiter);
    }
    step.run();
    return true;
  }

  private boolean full() {
    return links.size() + opening.size() >= owner.options().serversMax();
  }

  private Step serve(Waiter waiter) {
    Pooled free = takeIdle(waiter);
    if (free != null) {
      return lend(free, waiter);
    }
    if (!full()) {
      return open(waiter);
    }
    Pooled other = idle.pollLast();
    if (other == null) {
      return queue(waiter);
    }
    links.remove(other.link);
    Step open = open(waiter);
    return () -> {
      other.link.terminate();
      open.run();
    };
  }

  private static boolean suits(Pooled free, Waiter waiter, Map<String, String> fingerprint) {
    return waiter.proven()
        && free.link.channel().eventLoop() == waiter.loop()
        && free.fingerprint.equals(fingerprint);
  }

  private @Nullable Pooled takeIdle(Waiter waiter) {
    Map<String, String> fingerprint = waiter.fingerprint();
    for (Iterator<Pooled> places = idle.iterator(); places.hasNext(); ) {
      Pooled free = places.next();
      if (suits(free, waiter, fingerprint) && free.link.channel().isActive()) {
        places.remove();
        return free;
      }
    }
    return null;
  }

  private Step lend(Pooled free, Waiter waiter) {
    return () -> {
      owner.waited(waiter);
      if (waiter.loop().inEventLoop()) {
        owner.lend(free.link, waiter);
      } else {
        waiter.loop().execute(() -> owner.lend(free.link, waiter));
      }
    };
  }

  private Step open(Waiter waiter) {
    opening.add(waiter);
    LinkListener listener = new Opening(waiter);
    return () ->
        owner.connector().open(waiter.loop(), waiter.wanted(), waiter.credentials(), listener);
  }

  private Step queue(Waiter waiter) {
    PoolOptions options = owner.options();
    if (waiting.size() >= options.queueMax()) {
      return () -> refuse(waiter, options.queueMax() + " clients wait already (queueMax)");
    }
    waiting.add(waiter);
    return () -> {};
  }

  /** Who has waited for too long is refused. */
  private void expire() {
    long most = owner.options().queryWait().toNanos();
    List<Waiter> late = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      if (most > 0) {
        waiting.stream().filter(waiter -> now - waiter.since() > most).forEach(late::add);
        waiting.removeIf(waiter -> now - waiter.since() > most);
      }
    }
    String reason = "none became free within " + owner.options().queryWait().toSeconds() + " s";
    late.forEach(waiter -> waiter.loop().execute(() -> refuse(waiter, reason)));
  }

  private void refuse(Waiter waiter, String reason) {
    String message =
        "no server connection is free for user \""
            + user
            + "\": all "
            + owner.options().serversMax()
            + " (serversMax) are in use and "
            + reason;
    waiter.listener().refused(new LoginFailure("53300", message));
  }

  /** Takes back a connection that is clean; called on its event loop. */
  void giveBack(ServerLink link) {
    Step step;
    synchronized (this) {
      Pooled free = links.get(link);
      step = free == null ? link::terminate : free(free);
    }
    step.run();
  }

  private Step free(Pooled free) {
    if (stale(free, System.nanoTime())) {
      links.remove(free.link);
      Step next = next();
      return () -> {
        free.link.terminate();
        next.run();
      };
    }
    Waiter here = owner.paused() ? null : takeWaiter(free);
    if (here != null) {
      return lend(free, here);
    }
    free.idleSince = System.nanoTime();
    idle.addFirst(free);
    return next();
  }

  /** Who is to have this very connection; null when its place is better used otherwise. */
  private @Nullable Waiter takeWaiter(Pooled free) {
    Waiter first = waiting.peek();
    if (first == null) {
      return null;
    }
    boolean overdue = System.nanoTime() - first.since() > FAIR_NANOS;
    for (Iterator<Waiter> places = waiting.iterator(); places.hasNext(); ) {
      Waiter waiter = places.next();
      if (suits(free, waiter, waiter.fingerprint())) {
        places.remove();
        return waiter;
      }
      if (overdue) {
        return null;
      }
    }
    return null;
  }

  private Step next() {
    boolean room = !full() || !idle.isEmpty();
    Waiter first = owner.paused() || !room ? null : waiting.poll();
    return first == null ? () -> {} : serve(first);
  }

  private boolean stale(Pooled free, long now) {
    long lifetime = owner.options().serverLifetime().toNanos();
    return free.generation != generation
        || lifetime > 0 && now - free.openedAt > lifetime
        || !free.link.channel().isActive();
  }

  private void gone(ServerLink link) {
    Step next;
    synchronized (this) {
      Pooled lost = links.remove(link);
      idle.remove(lost);
      next = lost == null ? () -> {} : next();
    }
    next.run();
  }

  /** Closes what has been idle or open for too long, and refuses who has waited for too long. */
  void tend() {
    expire();
    List<Pooled> old = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      long rest = owner.options().serverIdle().toNanos();
      for (Iterator<Pooled> places = idle.descendingIterator(); places.hasNext(); ) {
        Pooled free = places.next();
        boolean tired = rest > 0 && now - free.idleSince > rest;
        boolean needed = idle.size() <= owner.options().serversMin();
        if (stale(free, now) || tired && !needed) {
          places.remove();
          old.add(free);
        }
      }
    }
    old.forEach(free -> free.link.channel().eventLoop().execute(free.link::terminate));
  }

  /** Serves those who waited while nothing was lent. */
  void resume() {
    List<Waiter> held;
    synchronized (this) {
      held = List.copyOf(waiting);
      waiting.clear();
    }
    held.forEach(this::acquire);
  }

  /** Closes idle connections now and lent ones when they are given back. */
  void reconnect() {
    synchronized (this) {
      generation++;
    }
    tend();
  }

  /** What it holds now. */
  synchronized PoolView view() {
    long oldest = waiting.isEmpty() ? 0 : System.nanoTime() - waiting.peek().since();
    return new PoolView(
        user,
        links.size() - idle.size(),
        idle.size(),
        opening.size(),
        waiting.size(),
        oldest,
        idlePids());
  }

  /** Process ids of idle server sessions. */
  synchronized List<Integer> idlePids() {
    return idle.stream().map(free -> free.link.pid()).toList();
  }

  /** Process ids of all its server sessions. */
  synchronized List<Integer> pids() {
    return links.keySet().stream().map(ServerLink::pid).toList();
  }

  /** What is to be done after the lock is free. */
  private interface Step {
    void run();
  }

  /** Waits for a new connection on behalf of a waiter. */
  private final class Opening implements LinkListener {
    private final Waiter waiter;
    private final int born;

    Opening(Waiter waiter) {
      this.waiter = waiter;
      this.born = generation;
    }

    @Override
    public void opened(ServerLink link) {
      synchronized (UserPool.this) {
        opening.remove(waiter);
        if (method != null && method != link.method()) {
          generation++;
        }
        method = link.method();
        links.put(link, new Pooled(link, waiter.fingerprint(), born));
      }
      link.channel().closeFuture().addListener(closed -> gone(link));
      waiter.listener().opened(link);
    }

    @Override
    public void refused(LoginFailure failure) {
      Step next;
      synchronized (UserPool.this) {
        opening.remove(waiter);
        if (failure.state().startsWith(LOGIN_REFUSED)) {
          method = null;
          generation++;
        }
        next = next();
      }
      waiter.listener().refused(failure);
      next.run();
    }
  }
}
