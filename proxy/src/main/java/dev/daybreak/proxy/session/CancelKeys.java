package dev.daybreak.proxy.session;

import dev.daybreak.proxy.wire.CancelKey;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cancel keys that the proxy gives to clients: they stay the same when the session moves.
 * Thread-safe.
 */
public final class CancelKeys {
  private static final int SHORT_BYTES = 4;
  private static final int LONG_BYTES = 32;
  private final SecureRandom random = new SecureRandom();
  private final Map<CancelKey, Consumer<Runnable>> sessions = new ConcurrentHashMap<>();

  /**
   * A new key that leads to a session.
   *
   * @param cancel cancels what the session does; called by any thread, with what to do once that
   *     has happened
   * @param pid the process id of its first server session: clients compare it with {@code
   *     pg_backend_pid()} and with the sender of notifications
   * @param minor the protocol's minor version: from 2 on keys are long
   */
  CancelKey add(Consumer<Runnable> cancel, int pid, int minor) {
    while (true) {
      byte[] secret = new byte[minor >= 2 ? LONG_BYTES : SHORT_BYTES];
      random.nextBytes(secret);
      CancelKey key = CancelKey.of(pid, secret);
      if (sessions.putIfAbsent(key, cancel) == null) {
        return key;
      }
    }
  }

  void remove(CancelKey key) {
    sessions.remove(key);
  }

  @Nullable Consumer<Runnable> find(CancelKey key) {
    return sessions.get(key);
  }
}
