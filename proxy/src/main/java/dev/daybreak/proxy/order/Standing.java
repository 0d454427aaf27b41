package dev.daybreak.proxy.order;

import dev.daybreak.kernel.route.Route;

/**
 * How far one client has got with an order.
 *
 * @param route the order
 * @param ready whether its condition holds
 * @param waitingFor what is waited for, for people; empty when ready
 */
public record Standing(Route route, boolean ready, String waitingFor) {}
