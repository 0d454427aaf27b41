package dev.daybreak.proxy.session;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The cancel keys that the proxy gives to clients: they stay the same when the session moves.
 * Thread-safe.
 */
public final class CancelKeys {
  private final SecureRandom random = new SecureRandom();
  private final Map<Key, Session> sessions = new ConcurrentHashMap<>();

  /** What BackendKeyData carries. */
  record Key(int pid, int secret) {}

  /** A new key that leads to the session. */
  Key add(Session session) {
    while (true) {
      Key key = new Key(1 + random.nextInt(Integer.MAX_VALUE - 1), random.nextInt());
      if (sessions.putIfAbsent(key, session) == null) {
        return key;
      }
    }
  }

  void remove(Key key) {
    sessions.remove(key);
  }

  @Nullable Session find(int pid, int secret) {
    return sessions.get(new Key(pid, secret));
  }
}
