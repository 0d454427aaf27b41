package dev.daybreak.demo.fleet;

import dev.daybreak.demo.workload.Workload;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demonstration fleet: one database per {@link Workload}, owned by a role that cannot log in
 * and used by {@value #APPLICATION_ROLE}, which owns nothing. The same plan makes the same rows.
 */
public final class DemoFleet {
  /** The role the applications log in as; no superuser. */
  public static final String APPLICATION_ROLE = "app";

  private static final Logger LOG = LoggerFactory.getLogger(DemoFleet.class);
  private static final String OWNER_ROLE = "demo_owner";
  private static final int MINUTES_MAX = 30;

  private final Endpoint admin;
  private final FleetPlan plan;
  private final Progress progress;
  private final AtomicInteger stepsDone = new AtomicInteger();
  private int stepsTotal;

  private DemoFleet(Endpoint admin, FleetPlan plan, Progress progress) {
    this.admin = admin;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Creates roles and databases and fills them, the databases at the same time.
   *
   * @param admin a database on the server and a superuser's login
   * @param progress hears of each step
   * @return the databases in the order of {@link Workload}
   * @throws MigrationException as {@link ServerErrors#translate} says; what exists then stays
   */
  public static List<FleetDatabase> create(Endpoint admin, FleetPlan plan, Progress progress) {
    return new DemoFleet(admin, plan, progress).run();
  }

  private List<FleetDatabase> run() {
    createRoles();
    List<FleetDatabase> databases = new ArrayList<>();
    List<List<Script>> scripts = new ArrayList<>();
    for (Workload workload : Workload.values()) {
      databases.add(database(workload));
      scripts.add(Script.steps(workload, plan));
    }
    stepsTotal = scripts.stream().mapToInt(List::size).sum();
    fillAll(databases, scripts);
    return databases;
  }

  private FleetDatabase database(Workload workload) {
    Endpoint endpoint = admin.withDatabase(plan.prefix() + workload.database());
    execute(
        admin,
        "CREATE DATABASE "
            + Names.quote(endpoint.database())
            + " OWNER "
            + OWNER_ROLE
            + " TEMPLATE template0 ENCODING 'UTF8'");
    return new FleetDatabase(
        workload, endpoint, endpoint.withLogin(APPLICATION_ROLE, plan.password()));
  }

  /** Roles belong to the server, so that other fleets may have created them already. */
  private void createRoles() {
    execute(
        admin,
        "SET password_encryption = 'scram-sha-256'; DO $do$ BEGIN"
            + createRole(OWNER_ROLE, "NOLOGIN")
            + createRole("app_writer", "NOLOGIN")
            + createRole("app_reader", "NOLOGIN")
            + createRole(APPLICATION_ROLE, "LOGIN CONNECTION LIMIT 400 IN ROLE app_writer")
            + " END $do$",
        "SET password_encryption = 'scram-sha-256'; ALTER ROLE "
            + APPLICATION_ROLE
            + " PASSWORD "
            + (plan.password().isEmpty() ? "NULL" : Names.literal(plan.password().reveal())));
  }

  private static String createRole(String role, String options) {
    return " IF to_regrole('"
        + role
        + "') IS NULL THEN CREATE ROLE "
        + role
        + " "
        + options
        + "; END IF;";
  }

  private void fillAll(List<FleetDatabase> databases, List<List<Script>> scripts) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            databases.size(),
            task -> {
              Thread thread = new Thread(task, "demo-fleet");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < databases.size(); i++) {
        int at = i;
        running.add(workers.submit(() -> fill(databases.get(at), scripts.get(at))));
      }
      for (Future<?> one : running) {
        await(one);
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static void await(Future<?> running) {
    try {
      running.get(MINUTES_MAX, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException(
          ErrorCode.INTERRUPTED, "filling the fleet was interrupted", "Start anew.", e);
    } catch (TimeoutException e) {
      throw new MigrationException(
          ErrorCode.TIMED_OUT,
          "filling the fleet takes over " + MINUTES_MAX + " minutes",
          "Ask for fewer rows.",
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MigrationException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void fill(FleetDatabase database, List<Script> steps) {
    execute(
        database.admin(),
        "GRANT CONNECT, TEMPORARY ON DATABASE " + Names.quote(database.name()) + " TO app_writer",
        "COMMENT ON DATABASE " + Names.quote(database.name()) + " IS 'Daybreak''s demonstration'");
    try (Connection connection = Connections.open(database.admin(), "demo fleet", Side.SOURCE);
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE " + OWNER_ROLE);
      for (Script step : steps) {
        long start = System.nanoTime();
        statement.execute(step.sql());
        LOG.info(
            "fleet_step database={} step=\"{}\" millis={}",
            database.name(),
            step.name(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        progress.report(
            new Progress.Step(
                "fill " + database.name() + " " + step.name(),
                stepsDone.incrementAndGet(),
                stepsTotal,
                "steps",
                0));
      }
      statement.execute("RESET ROLE");
      statement.execute("ANALYZE");
    } catch (SQLException e) {
      throw failed(database.admin(), e);
    }
  }

  private static void execute(Endpoint endpoint, String... statements) {
    try (Connection connection = Connections.open(endpoint, "demo fleet", Side.SOURCE);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw failed(endpoint, e);
    }
  }

  private static MigrationException failed(Endpoint endpoint, SQLException e) {
    return ServerErrors.translate(Side.SOURCE, "cannot create the fleet on " + endpoint, e);
  }
}
