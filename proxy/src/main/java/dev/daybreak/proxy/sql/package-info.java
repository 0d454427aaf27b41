/** The few words of SQL text that matter to the proxy. */
@NullMarked
package dev.daybreak.proxy.sql;

import org.jspecify.annotations.NullMarked;
