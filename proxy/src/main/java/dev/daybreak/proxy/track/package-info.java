/** What the proxy knows of a session by watching it, and what it keeps back of it. */
@NullMarked
package dev.daybreak.proxy.track;

import org.jspecify.annotations.NullMarked;
