package dev.daybreak.control.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.daybreak.control.Secrets;
import dev.daybreak.control.Stages;
import dev.daybreak.control.store.ControlStore;
import dev.daybreak.control.store.MigrationRow;
import dev.daybreak.kernel.error.MigrationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one process. Each migration is a task that one worker of all processes on the
 * store holds at a time; the scheduler library keeps the lease by heartbeats, and hands a dead
 * worker's tasks on after about four seconds. A late worker cannot write: see {@link
 * MigrationRow#leaseToken()}.
 */
public final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final String TASK = "migration";
  private static final int THREADS = 128;
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration POLLING = Duration.ofMillis(200);
  private static final Duration STOP_BUDGET = Duration.ofSeconds(30);

  private final ControlStore store;
  private final Stages stages;
  private final Secrets secrets;
  private final String worker;
  private final Scheduler scheduler;
  private final Turn turn = new Turn();
  private volatile boolean stopping;

  /**
   * @param worker name of this process, the same after a restart: it then takes its own migrations
   *     back at once
   */
  public Workers(ControlStore store, String worker, Stages stages, Secrets secrets) {
    this.store = store;
    this.stages = stages;
    this.secrets = secrets;
    this.worker = worker;
    this.scheduler =
        Scheduler.create(store.dataSource(), task())
            .threads(THREADS)
            .pollingInterval(POLLING)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .schedulerName(new SchedulerName.Fixed(worker))
            .shutdownMaxWait(STOP_BUDGET)
            .build();
  }

  /** Makes sure that somebody will drive the migration. Idempotent. */
  public static void enlist(ControlStore store, String migration) {
    SchedulerClient.Builder.create(store.dataSource())
        .build()
        .scheduleIfNotExists(new TaskInstance<Void>(TASK, migration), Instant.now());
  }

  /** Begins to take migrations. */
  public void start() {
    takeBack();
    scheduler.start();
  }

  @Override
  public void close() {
    stopping = true;
    scheduler.stop();
  }

  private CustomTask<Void> task() {
    return Tasks.custom(TASK, Void.class)
        .onFailure(
            (complete, operations) ->
                operations.reschedule(complete, Instant.now().plus(HEARTBEAT)))
        .onDeadExecutionRevive()
        .execute((instance, context) -> drive(instance.getId()));
  }

  private CompletionHandler<Void> drive(String migration) {
    MigrationRow row = store.migrations().takeLease(migration, worker);
    Job job = new Job(store, stages, secrets, Clock.systemUTC(), row);
    try (Driver driver = new Driver(job, turn, () -> stopping)) {
      driver.drive();
    } catch (MigrationException e) {
      LOG.warn("drive migration={} state=ended error=\"{}\"", migration, e.line());
      throw e;
    }
    return job.row().state().phase().isOver()
        ? new CompletionHandler.OnCompleteRemove<>()
        : (complete, operations) -> operations.reschedule(complete, Instant.now());
  }

  /** A predecessor of the same name is dead: what it held is free at once. */
  private void takeBack() {
    String sql =
        "UPDATE scheduled_tasks SET picked = false, picked_by = NULL, last_heartbeat = NULL,"
            + " version = version + 1 WHERE picked_by = ?";
    try (Connection connection = store.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, worker);
      statement.executeUpdate();
    } catch (SQLException e) {
      LOG.warn("take_back worker={} state=failed", worker, e);
    }
  }
}
