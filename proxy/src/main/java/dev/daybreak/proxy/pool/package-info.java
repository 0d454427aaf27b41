/** Server connections that outlive the clients they were opened for. */
@NullMarked
package dev.daybreak.proxy.pool;

import org.jspecify.annotations.NullMarked;
