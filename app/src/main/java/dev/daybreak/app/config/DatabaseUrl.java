package dev.daybreak.app.config;

import dev.daybreak.control.EndpointSpec;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code postgresql://USER@HOST:PORT/DATABASE?sslmode=...}, also with {@code postgres://} or
 * {@code jdbc:postgresql://}. Passwords are refused. No message repeats any part of the URL: a
 * malformed one may hold a password in any place.
 */
public final class DatabaseUrl {
  private static final int DEFAULT_PORT = 5432;
  private static final List<String> SCHEMES =
      List.of("jdbc:postgresql://", "postgresql://", "postgres://");
  private static final List<String> OPTIONS =
      List.of(
          "channelBinding",
          "connectTimeout",
          "gssEncMode",
          "loginTimeout",
          "socketTimeout",
          "sslcert",
          "sslkey",
          "sslmode",
          "sslnegotiation",
          "sslrootcert");
  private static final List<String> SSL_MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final String FORM =
      "Write postgresql://USER@HOST:PORT/DATABASE, with ?sslmode=... if need be.";
  private static final String NO_PASSWORD =
      "Take it out of the URL; put it into an environment variable or a file and name that with"
          + " --source-password-env or --source-password-file (the same for target and store), or"
          + " passwordEnv and passwordFile keys in fleet.yaml.";

  private final String what;

  private DatabaseUrl(String what) {
    this.what = what;
  }

  /**
   * The endpoint a URL names.
   *
   * @param what {@code source}, {@code target} or {@code store}, for messages
   * @param passwordRef as {@link EndpointSpec} wants it
   * @throws MigrationException BAD_URL
   */
  public static EndpointSpec parse(String what, String url, String passwordRef) {
    return new DatabaseUrl(what).read(url.strip(), passwordRef);
  }

  private EndpointSpec read(String url, String passwordRef) {
    String rest = withoutScheme(url);
    int question = rest.indexOf('?');
    Map<String, String> options = options(question < 0 ? "" : rest.substring(question + 1));
    String place = question < 0 ? rest : rest.substring(0, question);
    int slash = place.indexOf('/');
    String authority = slash < 0 ? place : place.substring(0, slash);
    String database = slash < 0 ? "" : decode(place.substring(slash + 1));
    int at = authority.lastIndexOf('@');
    String user = user(at < 0 ? "" : authority.substring(0, at), options);
    if (database.isEmpty()) {
      throw bad("names no database", FORM);
    }
    String hostPort = authority.substring(at + 1);
    int colon = portColon(hostPort);
    String host = host(colon < 0 ? hostPort : hostPort.substring(0, colon));
    int port = colon < 0 ? DEFAULT_PORT : port(hostPort.substring(colon + 1));
    return new EndpointSpec(host, port, database, user, passwordRef, options);
  }

  private String withoutScheme(String url) {
    for (String scheme : SCHEMES) {
      if (url.startsWith(scheme)) {
        return url.substring(scheme.length());
      }
    }
    throw bad("does not begin with postgresql://, postgres:// or jdbc:postgresql://", FORM);
  }

  private String user(String userInfo, Map<String, String> options) {
    if (userInfo.indexOf(':') >= 0) {
      throw bad("holds a password", NO_PASSWORD);
    }
    String fromOption = options.remove("user");
    String user = userInfo.isEmpty() && fromOption != null ? fromOption : decode(userInfo);
    if (user.isEmpty()) {
      throw bad("names no user", FORM);
    }
    return user;
  }

  private Map<String, String> options(String query) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String key = decode(equals < 0 ? pair : pair.substring(0, equals));
      if (key.equalsIgnoreCase("password") || key.equalsIgnoreCase("sslpassword")) {
        throw bad("holds a password", NO_PASSWORD);
      }
      if (!key.equals("user") && !OPTIONS.contains(key)) {
        throw bad("has an option Daybreak does not know", "Known are " + OPTIONS + ".");
      }
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (value.isEmpty() || options.put(key, value) != null) {
        throw bad("has the option " + key + " twice or without a value", FORM);
      }
    }
    if (!SSL_MODES.contains(options.getOrDefault("sslmode", "prefer"))) {
      throw bad("has an unknown sslmode", "Known are " + SSL_MODES + ".");
    }
    return new TreeMap<>(options);
  }

  private static int portColon(String hostPort) {
    int bracket = hostPort.lastIndexOf(']');
    return hostPort.indexOf(':', bracket + 1);
  }

  private String host(String text) {
    String host =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || ",[]@/".indexOf(c) >= 0)) {
      throw bad("names no host, or more than one", FORM);
    }
    return host;
  }

  private int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Not repeated: said below for every bad port.
    }
    throw bad("has a port that is not a number from 1 to 65535", FORM);
  }

  private String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw bad("has a broken % escape", FORM);
    }
  }

  private MigrationException bad(String problem, String remedy) {
    return new MigrationException(
        ErrorCode.BAD_URL, "the " + what + " URL " + problem + ".", remedy);
  }
}
