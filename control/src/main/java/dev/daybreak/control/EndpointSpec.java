package dev.daybreak.control;

import dev.daybreak.kernel.Endpoint;
import java.util.Map;
import java.util.TreeMap;

/**
 * An endpoint as it may be stored: the password only by reference.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param database database name
 * @param user Daybreak's login there
 * @param passwordRef {@code env:NAME}, {@code file:PATH}, or empty for none
 * @param options driver options such as {@code sslmode}
 */
public record EndpointSpec(
    String host,
    int port,
    String database,
    String user,
    String passwordRef,
    Map<String, String> options) {
  public EndpointSpec {
    if (!passwordRef.isEmpty()
        && !passwordRef.startsWith("env:")
        && !passwordRef.startsWith("file:")) {
      throw new IllegalArgumentException("a password reference is env:NAME or file:PATH");
    }
    options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /** The endpoint with its password looked up. */
  public Endpoint resolve(Secrets secrets) {
    return new Endpoint(host, port, database, user, secrets.lookUp(passwordRef), options);
  }
}
