package dev.daybreak.proxy.auth;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up roles' verifiers with Daybreak's own login, off the event loops, and keeps each for a
 * short while. Thread-safe.
 */
public final class VerifierStore {
  private static final Logger LOG = LoggerFactory.getLogger(VerifierStore.class);
  private static final long KEEP_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int ENTRIES_MAX = 10_000;
  private static final String LOOKUP =
      """
      SELECT rolpassword FROM pg_catalog.pg_authid
       WHERE rolname = ? AND rolcanlogin AND coalesce(rolvaliduntil > now(), true)
      """;

  private final Executor workers;
  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

  /**
   * @param workers threads that may block
   */
  public VerifierStore(Executor workers) {
    this.workers = workers;
  }

  /**
   * The role's verifier on that server; empty when it has none. Completes on a worker thread; fails
   * with {@link AuthFailure} when the look-up is not possible.
   */
  public CompletableFuture<Optional<Verifier>> find(Endpoint endpoint, String user) {
    Entry entry = entries.get(new Key(endpoint.toString(), user));
    if (entry != null && System.nanoTime() - entry.readAt < KEEP_NANOS) {
      return CompletableFuture.completedFuture(entry.verifier);
    }
    return CompletableFuture.supplyAsync(() -> look(endpoint, user), workers);
  }

  /** Forgets a role's verifier: its proof was wrong, perhaps because the password changed. */
  public void forget(Endpoint endpoint, String user) {
    entries.remove(new Key(endpoint.toString(), user));
  }

  private Optional<Verifier> look(Endpoint endpoint, String user) {
    try (Connection connection = Connections.open(endpoint, "proxy verifiers");
        var statement = connection.prepareStatement(LOOKUP)) {
      statement.setString(1, user);
      Optional<Verifier> verifier = read(statement.executeQuery());
      if (entries.size() >= ENTRIES_MAX) {
        entries.clear();
      }
      entries.put(new Key(endpoint.toString(), user), new Entry(verifier, System.nanoTime()));
      return verifier;
    } catch (SQLException e) {
      LOG.warn("event=verifier_lookup_failed server={} error={}", endpoint, ServerErrors.text(e));
      throw new AuthFailure("the role's verifier cannot be looked up");
    }
  }

  private static Optional<Verifier> read(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    String stored = rows.getString(1);
    return stored == null ? Optional.empty() : Verifier.parse(stored);
  }

  private record Key(String server, String user) {}

  private record Entry(Optional<Verifier> verifier, long readAt) {}
}
