/** PostgreSQL wire proxy that can hold writes and move living sessions. */
@NullMarked
package dev.daybreak.proxy;

import org.jspecify.annotations.NullMarked;
