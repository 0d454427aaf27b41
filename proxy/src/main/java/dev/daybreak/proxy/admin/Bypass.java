package dev.daybreak.proxy.admin;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBoard;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.proxy.session.RouteRuntime;
import dev.daybreak.proxy.traffic.SessionFacts;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds sessions on a route's server that do not come through a proxy: clients that would be left
 * behind by a switch. Asks the server with Daybreak's own login, only when somebody wants to know,
 * on threads of its own. Thread-safe.
 */
public final class Bypass implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int QUERY_SECONDS = 2;
  private static final int ANSWER_SECONDS = 5;
  private static final long KEEP_NANOS = Duration.ofSeconds(2).toNanos();

  /** A proxy's newest sessions may not be known as such yet; some logins may not see all. */
  private static final String SESSIONS =
      """
      SELECT pid, usename, coalesce(application_name, ''), coalesce(host(client_addr), ''),
        coalesce(client_port, 0), coalesce(state, ''), to_char(backend_start AT TIME ZONE 'UTC',
          'YYYY-MM-DD HH24:MI:SS "UTC"'),
        extract(epoch FROM clock_timestamp() - coalesce(query_start, backend_start))::bigint
      FROM pg_stat_activity
      WHERE datname = current_database() AND coalesce(backend_type, 'client backend')
          = 'client backend' AND pid <> pg_backend_pid()
        AND coalesce(application_name, '') NOT LIKE 'daybreak%'
        AND coalesce(backend_start < clock_timestamp() - interval '2 seconds', true)
      ORDER BY backend_start, pid
      """;

  private final RouteBoard board;
  private final Map<String, Asked> answers = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  /**
   * @param board tells what the other proxies of the group report
   */
  public Bypass(RouteBoard board) {
    this.board = board;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("proxy-bypass", true));
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * A session that is no proxy's.
   *
   * @param since when it began; null where the login may not see it
   * @param silentSeconds since its last query began; null likewise
   */
  record Stranger(
      int pid,
      String user,
      String application,
      String host,
      int port,
      String state,
      @Nullable String since,
      @Nullable Long silentSeconds) {}

  /**
   * What was found on one route's server.
   *
   * @param strangers the sessions
   * @param comparedWith whose sessions are known not to be strangers
   * @param problem why it could not be looked at; empty when it was
   */
  record Answer(List<Stranger> strangers, String comparedWith, String problem) {}

  private record Asked(long at, CompletableFuture<Answer> answer) {}

  /** Whose sessions are ours. */
  private record Known(Set<Integer> pids, String whose) {}

  /** Looks at the server that serves the route; completes within seconds, and never fails. */
  CompletableFuture<Answer> look(RouteRuntime route) {
    long now = System.nanoTime();
    return answers
        .compute(
            route.binding().route(),
            (name, before) ->
                before != null && now - before.at < KEEP_NANOS ? before : ask(route, now))
        .answer();
  }

  private Asked ask(RouteRuntime route, long now) {
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> find(route), threads)
            .completeOnTimeout(failed("no answer in time"), ANSWER_SECONDS, TimeUnit.SECONDS)
            .exceptionally(failure -> failed(String.valueOf(failure.getMessage())));
    return new Asked(now, answer);
  }

  private static Answer failed(String problem) {
    return new Answer(List.of(), "", problem);
  }

  private Answer find(RouteRuntime route) {
    Side side = route.active();
    Known before = known(route, side);
    List<Stranger> all;
    try {
      all = sessions(route.binding().endpoint(side));
    } catch (SQLException e) {
      return failed(ServerErrors.text(e));
    }
    Known after = known(route, side);
    List<Stranger> strangers =
        all.stream()
            .filter(one -> !before.pids.contains(one.pid) && !after.pids.contains(one.pid))
            .toList();
    return new Answer(strangers, after.whose, "");
  }

  private Known known(RouteRuntime route, Side side) {
    Set<Integer> pids = new HashSet<>(route.pools().pids(side));
    route.report().ifPresent(report -> pids.addAll(pids(report, side)));
    route.sessions().stream().map(SessionFacts::serverPid).forEach(pids::add);
    try {
      List<RouteReport> reports = board.reports(route.binding().route());
      reports.forEach(report -> pids.addAll(pids(report, side)));
      int proxies = reports.size();
      return new Known(pids, proxies > 1 ? proxies + " proxies of the group" : "this proxy");
    } catch (MigrationException e) {
      return new Known(pids, "this proxy; the control store is away");
    }
  }

  private static Set<Integer> pids(RouteReport report, Side side) {
    return side == Side.SOURCE ? report.sourcePids() : report.targetPids();
  }

  private static List<Stranger> sessions(Endpoint server) throws SQLException {
    try (Connection connection = Connections.open(server, "proxy bypass");
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(QUERY_SECONDS);
      List<Stranger> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(SESSIONS)) {
        while (rows.next()) {
          found.add(stranger(rows));
        }
      }
      return found;
    }
  }

  private static Stranger stranger(ResultSet row) throws SQLException {
    return new Stranger(
        row.getInt(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getInt(5),
        row.getString(6),
        row.getString(7),
        row.getObject(8, Long.class));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
