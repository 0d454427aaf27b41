/** Where a database's clients go: routes with epochs, orders to proxies and their answers. */
@NullMarked
package dev.daybreak.kernel.route;

import org.jspecify.annotations.NullMarked;
