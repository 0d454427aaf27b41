/** Runs a plan on the target, restartable statement by statement. */
@NullMarked
package dev.daybreak.schema.apply;

import org.jspecify.annotations.NullMarked;
