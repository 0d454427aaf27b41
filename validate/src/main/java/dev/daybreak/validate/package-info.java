/** Validation, independent of the mover: batch at an aligned cut, live on the change streams. */
@NullMarked
package dev.daybreak.validate;

import org.jspecify.annotations.NullMarked;
