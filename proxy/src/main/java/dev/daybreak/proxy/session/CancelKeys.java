package dev.daybreak.proxy.session;

import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBoard;
import dev.daybreak.proxy.wire.CancelKey;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cancel keys that the proxy gives to clients: they stay the same when the session moves. A key
 * that is not ours is another proxy's: the board hands it on, as a digest. Thread-safe.
 */
public final class CancelKeys {
  private static final Logger LOG = LoggerFactory.getLogger(CancelKeys.class);
  private static final int SHORT_BYTES = 4;
  private static final int LONG_BYTES = 32;
  private static final int FORWARDED_AT_ONCE_MAX = 16;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Consumer<Runnable>> sessions = new ConcurrentHashMap<>();
  private final Semaphore forwarding = new Semaphore(FORWARDED_AT_ONCE_MAX);
  private final RouteBoard board;
  private final Executor workers;

  /**
   * @param board leads to the other proxies
   * @param workers threads that may block
   */
  public CancelKeys(RouteBoard board, Executor workers) {
    this.board = board;
    this.workers = workers;
  }

  /** Begins to hear of cancel requests that came to other proxies. */
  public void listen() {
    board.onForwardedCancel(digest -> cancel(sessions.get(digest), () -> {}));
  }

  /**
   * A key that leads to a session.
   *
   * @param key what the client is told
   * @param digest names it here and to other proxies
   */
  record Ticket(CancelKey key, String digest) {}

  /**
   * A new key that leads to a session.
   *
   * @param cancel cancels what the session does; called by any thread, with what to do once that
   *     has happened
   * @param pid the process id of its first server session: clients compare it with {@code
   *     pg_backend_pid()} and with the sender of notifications
   * @param minor the protocol's minor version: from 2 on keys are long
   */
  Ticket add(Consumer<Runnable> cancel, int pid, int minor) {
    while (true) {
      byte[] secret = new byte[minor >= 2 ? LONG_BYTES : SHORT_BYTES];
      random.nextBytes(secret);
      CancelKey key = CancelKey.of(pid, secret);
      String digest = key.digest();
      if (sessions.putIfAbsent(digest, cancel) == null) {
        return new Ticket(key, digest);
      }
    }
  }

  void remove(Ticket ticket) {
    sessions.remove(ticket.digest());
  }

  /**
   * Cancels what the key's owner runs, here or at another proxy.
   *
   * @param done runs once its server has been told, or the other proxies have
   */
  void cancel(CancelKey key, Runnable done) {
    String digest = key.digest();
    Consumer<Runnable> session = sessions.get(digest);
    if (session != null) {
      cancel(session, done);
    } else if (forwarding.tryAcquire()) {
      forward(digest, done);
    } else {
      // Somebody guesses keys; the honest client asks again.
      done.run();
    }
  }

  private static void cancel(@Nullable Consumer<Runnable> session, Runnable done) {
    if (session != null) {
      session.accept(done);
    }
  }

  private void forward(String digest, Runnable done) {
    try {
      workers.execute(
          () -> {
            try {
              board.forwardCancel(digest);
            } catch (MigrationException e) {
              LOG.warn("event=cancel_not_forwarded error={}", e.line());
            } finally {
              forwarding.release();
              done.run();
            }
          });
    } catch (RejectedExecutionException e) {
      forwarding.release();
      done.run();
    }
  }
}
