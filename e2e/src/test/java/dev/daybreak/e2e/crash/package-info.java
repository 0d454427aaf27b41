/** The process is killed at every effect of a switch and of the copy. */
@NullMarked
package dev.daybreak.e2e.crash;

import org.jspecify.annotations.NullMarked;
