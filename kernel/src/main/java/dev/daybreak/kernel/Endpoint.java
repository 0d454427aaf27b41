package dev.daybreak.kernel;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One database on one server, and as whom Daybreak logs in there.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param database database name as the catalog stores it
 * @param user login role
 * @param password may be empty (trust, certificate)
 * @param options further driver options such as {@code sslmode}; never a secret
 */
public record Endpoint(
    String host,
    int port,
    String database,
    String user,
    Secret password,
    Map<String, String> options) {
  public Endpoint {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
    options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /** An endpoint without further options. */
  public static Endpoint of(String host, int port, String database, String user, Secret password) {
    return new Endpoint(host, port, database, user, password, Map.of());
  }

  /** The same server and login, another database. */
  public Endpoint withDatabase(String other) {
    return new Endpoint(host, port, other, user, password, options);
  }

  /** The same database, another login. */
  public Endpoint withLogin(String otherUser, Secret otherPassword) {
    return new Endpoint(host, port, database, otherUser, otherPassword, options);
  }

  /** {@code user@host:port/database}: for logs and reports, without the password. */
  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
