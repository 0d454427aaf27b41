package dev.daybreak.proxy.session;

import dev.daybreak.kernel.route.Route;

/**
 * How far one session has got with an order.
 *
 * @param route the order
 * @param ready whether its condition holds
 * @param waitingFor what is waited for, for people; empty when ready
 */
record Standing(Route route, boolean ready, String waitingFor) {}
