/** Routes in the control store, and the barrier over all proxies. */
@NullMarked
package dev.daybreak.control.route;

import org.jspecify.annotations.NullMarked;
