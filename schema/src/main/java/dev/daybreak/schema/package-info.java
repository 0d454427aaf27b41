/** Everything of a database that is not a row: read, converted, applied, verified. */
@NullMarked
package dev.daybreak.schema;

import org.jspecify.annotations.NullMarked;
