package dev.daybreak.control.store;

import dev.daybreak.kernel.route.Route;
import dev.daybreak.kernel.route.RouteAck;
import dev.daybreak.kernel.route.RouteReport;
import dev.daybreak.kernel.route.RouteState;
import dev.daybreak.kernel.route.Side;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tables {@code route}, {@code route_ack}, {@code proxy_lease}. */
public final class RouteRows {
  /** The channel that tells proxies of a change; its payload is the route's name. */
  public static final String CHANNEL = "daybreak_route";

  /** Begins the payload of a cancel request; other payloads are names of routes. */
  public static final String CANCEL = "cancel ";

  /** How long a proxy's lease lasts after each renewal. */
  public static final Duration LEASE = Duration.ofSeconds(1);

  private final Db db;

  RouteRows(Db db) {
    this.db = db;
  }

  /** Creates a route at epoch 1 towards the source unless it is there. */
  public void create(String name) {
    db.update(
        """
        INSERT INTO route (name, epoch, state, active, deadline)
        VALUES (?, 1, 'SERVING', 'SOURCE', clock_timestamp()) ON CONFLICT DO NOTHING
        """,
        name);
  }

  public Optional<Route> find(String name) {
    return db.find(
        "SELECT name, epoch, state, active, deadline FROM route WHERE name = ?",
        RouteRows::route,
        name);
  }

  /**
   * The compare-and-set every change of a route goes through.
   *
   * @param from the route as it must be stored now (epoch, state and active side are compared)
   * @param to what replaces it
   * @return whether it was replaced
   */
  public boolean compareAndSet(Route from, Route to) {
    List<Boolean> changed =
        db.list(
            """
            WITH changed AS (
              UPDATE route SET epoch = ?, state = ?, active = ?, deadline = ?,
                changed_at = clock_timestamp()
              WHERE name = ? AND epoch = ? AND state = ? AND active = ? RETURNING name)
            SELECT pg_notify('daybreak_route', name) IS NOT NULL FROM changed
            """,
            row -> true,
            to.epoch(),
            to.state().name(),
            to.active().name(),
            Timestamp.from(to.deadline()),
            from.name(),
            from.epoch(),
            from.state().name(),
            from.active().name());
    return !changed.isEmpty();
  }

  /** Tells all who listen of a cancel request that one proxy cannot place. */
  public void forwardCancel(String keyDigest) {
    db.list("SELECT pg_notify(?, ?) IS NOT NULL", row -> true, CHANNEL, CANCEL + keyDigest);
  }

  public void acknowledge(RouteAck ack) {
    db.update(
        """
        INSERT INTO route_ack (proxy, route, epoch, state, ready, detail) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (proxy, route) DO UPDATE SET epoch = excluded.epoch, state = excluded.state,
          ready = excluded.ready, detail = excluded.detail, acked_at = clock_timestamp()
        """,
        ack.proxy(),
        ack.route(),
        ack.epoch(),
        ack.state().name(),
        ack.ready(),
        ack.detail());
  }

  public void renew(RouteReport report) {
    db.update(
        """
        INSERT INTO proxy_lease (proxy, route, report, expires_at)
        SELECT ?, name, ?, clock_timestamp() + make_interval(secs => ?) FROM route WHERE name = ?
        ON CONFLICT (proxy, route) DO UPDATE SET report = excluded.report,
          expires_at = excluded.expires_at
        """,
        report.proxy(),
        Json.write(report),
        LEASE.toMillis() / 1_000.0,
        report.route());
  }

  /** The reports of all proxies whose lease on the route is valid. */
  public List<RouteReport> live(String route) {
    return db.list(
        """
        SELECT report FROM proxy_lease WHERE route = ? AND expires_at > clock_timestamp()
        ORDER BY proxy
        """,
        row -> Json.read(row.getString(1), RouteReport.class),
        route);
  }

  /**
   * What the live proxies have not yet answered to an order: one line each; empty when all are
   * ready. A proxy whose lease ran out does not count.
   */
  public List<String> unready(Route route) {
    return db.list(
        """
        SELECT l.proxy || ': ' || CASE
          WHEN a.epoch = ? AND a.state = ? THEN coalesce(nullif(a.detail, ''), 'not ready')
          ELSE 'has not answered' END
        FROM proxy_lease l LEFT JOIN route_ack a USING (proxy, route)
        WHERE l.route = ? AND l.expires_at > clock_timestamp()
          AND NOT coalesce(a.ready AND (a.epoch > ? OR a.epoch = ? AND a.state = ?), false)
        """,
        row -> row.getString(1),
        route.epoch(),
        route.state().name(),
        route.name(),
        route.epoch(),
        route.epoch(),
        route.state().name());
  }

  private static Route route(ResultSet row) throws SQLException {
    return new Route(
        row.getString("name"),
        row.getLong("epoch"),
        RouteState.valueOf(row.getString("state")),
        Side.valueOf(row.getString("active")),
        row.getTimestamp("deadline").toInstant());
  }
}
