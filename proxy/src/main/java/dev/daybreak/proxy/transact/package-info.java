/** Clients that have a server connection only while they are in a transaction. */
@NullMarked
package dev.daybreak.proxy.transact;

import org.jspecify.annotations.NullMarked;
