package dev.daybreak.kernel.route;

import dev.daybreak.kernel.Endpoint;

/**
 * What a proxy has to know of a route besides the route itself. Endpoints carry Daybreak's own
 * login, which the proxy uses only to look up verifiers; clients log in as themselves.
 *
 * @param route the route's name
 * @param listenHost address to listen on
 * @param listenPort port to listen on; 0 picks a free one; bindings may share an address
 * @param database the database name clients ask for at that address
 * @param source the source database
 * @param target the target database
 * @param unmovable what becomes of sessions that cannot be moved
 */
public record RouteBinding(
    String route,
    String listenHost,
    int listenPort,
    String database,
    Endpoint source,
    Endpoint target,
    UnmovableRules unmovable) {
  /** Waits for sessions that cannot be moved. */
  public RouteBinding(
      String route,
      String listenHost,
      int listenPort,
      String database,
      Endpoint source,
      Endpoint target) {
    this(route, listenHost, listenPort, database, source, target, UnmovableRules.WAIT);
  }

  /** The endpoint of one side. */
  public Endpoint endpoint(Side side) {
    return side == Side.SOURCE ? source : target;
  }
}
