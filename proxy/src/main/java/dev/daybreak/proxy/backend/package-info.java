/** Connections to servers, opened as the client's user. */
@NullMarked
package dev.daybreak.proxy.backend;

import org.jspecify.annotations.NullMarked;
