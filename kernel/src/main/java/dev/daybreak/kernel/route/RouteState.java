package dev.daybreak.kernel.route;

/** What proxies do with a route's clients. Only {@link #SERVING} is a state to rest in. */
public enum RouteState {
  /** Everything goes to the active side. */
  SERVING,
  /** Still everything to the active side; connections to the other side are opened and proven. */
  ARMED,
  /**
   * Still everything to the active side; ready once every transaction that was open when this state
   * began has ended.
   */
  DRAINING,
  /**
   * Writes and new read-write transactions wait in the proxy; reads still go to the active side;
   * ready once no write can reach the active side any more.
   */
  HOLDING
}
