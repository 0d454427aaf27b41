/** Values every module shares: names, positions, endpoints. Immutable, JDK only, no I/O. */
@NullMarked
package dev.daybreak.kernel;

import org.jspecify.annotations.NullMarked;
