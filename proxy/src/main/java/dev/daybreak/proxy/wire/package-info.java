/** Frames of the PostgreSQL frontend/backend protocol, version 3. */
@NullMarked
package dev.daybreak.proxy.wire;

import org.jspecify.annotations.NullMarked;
