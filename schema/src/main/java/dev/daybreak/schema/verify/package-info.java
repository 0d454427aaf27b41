/** Compares the promised model with what the target really holds. */
@NullMarked
package dev.daybreak.schema.verify;

import org.jspecify.annotations.NullMarked;
