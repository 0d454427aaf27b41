/** The orders a proxy gets for a route, and its answers. */
@NullMarked
package dev.daybreak.proxy.order;

import org.jspecify.annotations.NullMarked;
