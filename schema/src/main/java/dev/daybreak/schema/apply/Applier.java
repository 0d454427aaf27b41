package dev.daybreak.schema.apply;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.postgres.Connections;
import dev.daybreak.schema.plan.PlannedStatement;
import dev.daybreak.schema.plan.Stage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements on the target, stage by stage; what the journal holds is not run again.
 * Statements of a parallel stage are taken from one list by several connections, the largest first.
 * One run per instance.
 */
public final class Applier {
  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

  private final Endpoint target;
  private final Journal journal;
  private final Passwords passwords;
  private final Progress progress;
  private final int connectionsMax;
  private final AtomicLong doneBytes = new AtomicLong();
  private long totalBytes;

  /**
   * @param target where statements run
   * @param journal what ran before
   * @param passwords given to roles as they are created
   * @param progress told after each statement; what it throws ends the run
   */
  public Applier(Endpoint target, Journal journal, Passwords passwords, Progress progress) {
    this(target, journal, passwords, progress, Together.CONNECTIONS_MAX);
  }

  /** The same with fewer connections: to measure what the others bring. */
  Applier(
      Endpoint target, Journal journal, Passwords passwords, Progress progress, int connections) {
    this.connectionsMax = connections;
    this.target = target;
    this.journal = journal;
    this.passwords = passwords;
    this.progress = progress;
  }

  /** The statements that every session runs first. */
  public static List<String> preparation() {
    return Session.PREPARATION;
  }

  /**
   * Runs what has not run yet.
   *
   * @return how many statements were run
   * @throws dev.daybreak.kernel.error.MigrationException TARGET_... naming the object; everything
   *     done so far stays done
   */
  public int run(List<PlannedStatement> statements) {
    totalBytes = weight(statements);
    List<PlannedStatement> open = statements.stream().filter(s -> !journal.has(s)).toList();
    doneBytes.set(totalBytes - weight(open));
    Map<Stage, List<PlannedStatement>> stages = new EnumMap<>(Stage.class);
    open.forEach(s -> stages.computeIfAbsent(s.stage(), stage -> new ArrayList<>()).add(s));
    try (Session first = session()) {
      stages.forEach((stage, list) -> stage(first, stage, list));
    }
    return open.size();
  }

  /**
   * Runs statements one after the other, in the order given, whatever the journal holds.
   *
   * @throws dev.daybreak.kernel.error.MigrationException TARGET_... naming the object; everything
   *     done so far stays done
   */
  public void runInOrder(List<PlannedStatement> statements) {
    totalBytes = weight(statements);
    try (Session session = session()) {
      statements.forEach(statement -> run(session, statement));
    }
  }

  /** Enters statements that need not run because their work is done otherwise. */
  public void enter(List<PlannedStatement> statements) {
    try (Session session = session()) {
      statements.forEach(session::enter);
    }
  }

  private void stage(Session first, Stage stage, List<PlannedStatement> statements) {
    long start = System.nanoTime();
    if (stage.parallel() && statements.size() > 1) {
      together(first, statements);
    } else {
      statements.forEach(statement -> run(first, statement));
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    LOG.info("schema stage={} statements={} millis={}", stage.label(), statements.size(), millis);
  }

  private void run(Session session, PlannedStatement statement) {
    session.run(statement);
    long done = doneBytes.addAndGet(statement.weightBytes());
    progress.report(
        new Progress.Step(statement.stage().label(), done, totalBytes, Progress.BYTES, 0));
  }

  private static long weight(List<PlannedStatement> statements) {
    return statements.stream().mapToLong(PlannedStatement::weightBytes).sum();
  }

  private void together(Session first, List<PlannedStatement> statements) {
    Together work = new Together(statements, this::run);
    try (Sessions more = new Sessions()) {
      for (int i = 1; i < work.connections(connectionsMax); i++) {
        more.add(session());
      }
      work.run(first, more.all());
    }
  }

  /** Connections that end together. */
  private static final class Sessions implements AutoCloseable {
    private final List<Session> all = new ArrayList<>();

    void add(Session session) {
      all.add(session);
    }

    List<Session> all() {
      return all;
    }

    @Override
    public void close() {
      all.forEach(Session::close);
    }
  }

  private Session session() {
    try {
      return Session.open(Connections.openForScripts(target, "schema", Side.TARGET), passwords);
    } catch (SQLException e) {
      throw dev.daybreak.postgres.ServerErrors.translate(
          Side.TARGET, "cannot prepare a session on " + target, e);
    }
  }
}
