package dev.daybreak.kernel.route;

/**
 * A proxy's answer to one order of one route. A proxy answers once when it has begun to obey
 * ({@code ready} false) and once when it is done ({@code ready} true); answers are idempotent.
 *
 * @param proxy the proxy instance
 * @param route the route's name
 * @param epoch the order's epoch
 * @param state the order's state
 * @param ready whether the state's condition holds; at SERVING: every held statement is released
 * @param detail for people: what is waited for (counts, not statements); empty when ready
 */
public record RouteAck(
    String proxy, String route, long epoch, RouteState state, boolean ready, String detail) {}
