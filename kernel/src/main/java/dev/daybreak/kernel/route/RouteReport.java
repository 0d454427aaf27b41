package dev.daybreak.kernel.route;

import java.util.List;
import java.util.Set;

/**
 * What one proxy says about one route with each renewal of its lease.
 *
 * @param proxy the proxy instance
 * @param route the route's name
 * @param epoch the epoch it obeys
 * @param clients client sessions
 * @param inTransaction sessions inside a transaction block
 * @param parked statements held at the moment
 * @param holdMillisMax longest a statement was held in the present or last switch, in milliseconds
 * @param failedStatements statements that the proxy itself answered with an error since its start
 * @param sourcePids process ids of its server sessions on the source
 * @param targetPids process ids of its server sessions on the target
 * @param unmovable sessions that could not be moved now
 */
public record RouteReport(
    String proxy,
    String route,
    long epoch,
    int clients,
    int inTransaction,
    int parked,
    long holdMillisMax,
    long failedStatements,
    Set<Integer> sourcePids,
    Set<Integer> targetPids,
    List<SessionNote> unmovable) {
  public RouteReport {
    sourcePids = Set.copyOf(sourcePids);
    targetPids = Set.copyOf(targetPids);
    unmovable = List.copyOf(unmovable);
  }
}
