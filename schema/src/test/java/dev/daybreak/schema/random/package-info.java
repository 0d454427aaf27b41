/** Schemas that nobody thought of. */
@NullMarked
package dev.daybreak.schema.random;

import org.jspecify.annotations.NullMarked;
