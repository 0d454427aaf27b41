package dev.daybreak.proxy.session;

import dev.daybreak.proxy.wire.CancelKey;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The cancel keys that the proxy gives to clients: they stay the same when the session moves.
 * Thread-safe.
 */
public final class CancelKeys {
  private static final int SHORT_BYTES = 4;
  private static final int LONG_BYTES = 32;
  private final SecureRandom random = new SecureRandom();
  private final Map<CancelKey, Session> sessions = new ConcurrentHashMap<>();

  /**
   * A new key that leads to the session.
   *
   * @param pid the process id of its first server session: clients compare it with {@code
   *     pg_backend_pid()} and with the sender of notifications
   * @param minor the protocol's minor version: from 2 on keys are long
   */
  CancelKey add(Session session, int pid, int minor) {
    while (true) {
      byte[] secret = new byte[minor >= 2 ? LONG_BYTES : SHORT_BYTES];
      random.nextBytes(secret);
      CancelKey key = CancelKey.of(pid, secret);
      if (sessions.putIfAbsent(key, session) == null) {
        return key;
      }
    }
  }

  void remove(CancelKey key) {
    sessions.remove(key);
  }

  @Nullable Session find(CancelKey key) {
    return sessions.get(key);
  }
}
