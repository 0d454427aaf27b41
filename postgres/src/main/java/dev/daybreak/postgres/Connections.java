package dev.daybreak.postgres;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens connections with everything pinned that changes how values read: time zone, date and
 * interval style, float digits, bytea form, encoding, search path. They write even where the
 * database's default is read-only, so that a fence does not bind Daybreak itself.
 */
public final class Connections {
  /** Every session of ours has an {@code application_name} that begins so. */
  public static final String APPLICATION_PREFIX = "daybreak";

  private static final String PINNED =
      "-c TimeZone=UTC -c lc_monetary=C -c DateStyle=ISO,YMD -c IntervalStyle=postgres"
          + " -c extra_float_digits=1 -c bytea_output=hex -c xmloption=content"
          + " -c default_transaction_read_only=off"
          + " -c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c lock_timeout=0"
          + " -c standard_conforming_strings=on";
  private static final String PATH = " -c search_path=pg_catalog";
  private static final int CONNECT_SECONDS = 10;
  private static final Driver DRIVER = new Driver();

  private Connections() {}

  /**
   * Opens a connection; {@code search_path} is {@code pg_catalog}, so user objects must be named in
   * full.
   *
   * @param purpose ends up in {@code application_name} after {@value #APPLICATION_PREFIX}
   * @throws SQLException as the driver says it; see {@link ServerErrors#translate}
   */
  public static Connection open(Endpoint endpoint, String purpose) throws SQLException {
    return connect(endpoint, base(endpoint, purpose));
  }

  /**
   * Opens a connection, or ends with an error that names the side and the remedy.
   *
   * @throws dev.daybreak.kernel.error.MigrationException as {@link ServerErrors#translate} says
   */
  public static Connection open(Endpoint endpoint, String purpose, Side side) {
    try {
      return open(endpoint, purpose);
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot connect to " + endpoint, e);
    }
  }

  /**
   * Opens a connection whose search path falls back, by RESET, to what the server gives its login:
   * scripts of extensions look there for what they need. The path itself is {@code pg_catalog}.
   *
   * @throws dev.daybreak.kernel.error.MigrationException as {@link ServerErrors#translate} says
   */
  public static Connection openForScripts(Endpoint endpoint, String purpose, Side side) {
    Properties properties = base(endpoint, purpose);
    PGProperty.OPTIONS.set(properties, PINNED);
    try {
      Connection connection = connect(endpoint, properties);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET search_path = pg_catalog");
        return connection;
      } catch (SQLException e) {
        closeAfter(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot connect to " + endpoint, e);
    }
  }

  /**
   * Opens a connection as an application does: with the settings the server gives its login.
   *
   * @throws SQLException as the driver says it; see {@link ServerErrors#translate}
   */
  public static Connection openPlain(Endpoint endpoint, String purpose) throws SQLException {
    Properties properties = base(endpoint, purpose);
    properties.remove(PGProperty.OPTIONS.getName());
    return connect(endpoint, properties);
  }

  /** Opens a connection that speaks the replication protocol. */
  static Connection openReplication(Endpoint endpoint, String purpose) throws SQLException {
    Properties properties = base(endpoint, purpose);
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    return connect(endpoint, properties);
  }

  /** Closes a connection that has failed; what that says is kept beside the failure. */
  static void closeAfter(Connection connection, SQLException failure) {
    try {
      connection.close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static Properties base(Endpoint endpoint, String purpose) {
    Properties properties = new Properties();
    endpoint.options().forEach(properties::setProperty);
    PGProperty.USER.set(properties, endpoint.user());
    if (!endpoint.password().isEmpty()) {
      PGProperty.PASSWORD.set(properties, endpoint.password().reveal());
    }
    PGProperty.APPLICATION_NAME.set(properties, APPLICATION_PREFIX + " " + purpose);
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
    PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
    PGProperty.STRING_TYPE.set(properties, "unspecified");
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.OPTIONS.set(properties, PINNED + PATH);
    return properties;
  }

  private static Connection connect(Endpoint endpoint, Properties properties) throws SQLException {
    String url =
        "jdbc:postgresql://"
            + host(endpoint.host())
            + ":"
            + endpoint.port()
            + "/"
            + java.net.URLEncoder.encode(
                    endpoint.database(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    Connection connection = DRIVER.connect(url, properties);
    if (connection == null) {
      throw new SQLException("the driver does not take " + endpoint);
    }
    return connection;
  }

  private static String host(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
