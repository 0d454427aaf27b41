package dev.daybreak.control.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The control store: a schema in a PostgreSQL database, brought up to date when opened. */
public final class ControlStore implements AutoCloseable {
  /** The schema that holds everything. */
  public static final String SCHEMA = "daybreak_control";

  private static final int POOL_SIZE = 24;
  private static final long CONNECT_MILLIS = 5_000;

  private final Endpoint endpoint;
  private final HikariDataSource pool;
  private final Db db;

  private ControlStore(Endpoint endpoint, HikariDataSource pool) {
    this.endpoint = endpoint;
    this.pool = pool;
    this.db = new Db(pool);
  }

  /**
   * Connects and brings the schema up to date.
   *
   * @throws MigrationException STORE_UNREACHABLE, STORE_FAILED
   */
  public static ControlStore open(Endpoint endpoint) {
    try (Connection probe = Connections.open(endpoint, "store")) {
      probe.isValid(1);
    } catch (SQLException e) {
      throw new MigrationException(
          ErrorCode.STORE_UNREACHABLE,
          "cannot connect to the control store " + endpoint + ": " + ServerErrors.text(e),
          "Check --store, its password, and that the server runs.",
          e);
    }
    HikariDataSource pool = new HikariDataSource(settings(endpoint));
    try {
      Flyway.configure()
          .dataSource(pool)
          .schemas(SCHEMA)
          .defaultSchema(SCHEMA)
          .locations("classpath:dev/daybreak/control/store")
          .load()
          .migrate();
    } catch (FlywayException e) {
      pool.close();
      throw new MigrationException(
          ErrorCode.STORE_FAILED,
          "the control store's schema cannot be brought up to date: " + e.getMessage(),
          "Use a login that may create schemas in " + endpoint + ".",
          e);
    }
    return new ControlStore(endpoint, pool);
  }

  private static HikariConfig settings(Endpoint endpoint) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("control-store");
    config.setJdbcUrl(
        "jdbc:postgresql://" + endpoint.host() + ":" + endpoint.port() + "/" + endpoint.database());
    config.setUsername(endpoint.user());
    config.setPassword(endpoint.password().reveal());
    config.setSchema(SCHEMA);
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(2);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.addDataSourceProperty("stringtype", "unspecified");
    config.addDataSourceProperty("ApplicationName", Connections.APPLICATION_PREFIX + " control");
    for (Map.Entry<String, String> option : endpoint.options().entrySet()) {
      config.addDataSourceProperty(option.getKey(), option.getValue());
    }
    return config;
  }

  /** For the scheduler library. */
  public DataSource dataSource() {
    return pool;
  }

  /** The store's own endpoint, for listening sessions. */
  public Endpoint endpoint() {
    return endpoint;
  }

  public MigrationRows migrations() {
    return new MigrationRows(db);
  }

  public HistoryRows history() {
    return new HistoryRows(db);
  }

  public RequestRows requests() {
    return new RequestRows(db);
  }

  public RouteRows routes() {
    return new RouteRows(db);
  }

  /** The fence bookkeeping of one side of a migration. */
  public FenceRows fences() {
    return new FenceRows(db);
  }

  @Override
  public void close() {
    pool.close();
  }
}
