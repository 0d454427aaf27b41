/** Creates the demonstration fleet: three databases with every awkward thing in them. */
@NullMarked
package dev.daybreak.demo.fleet;

import org.jspecify.annotations.NullMarked;
