/** One exception, one table of stable codes. */
@NullMarked
package dev.daybreak.kernel.error;

import org.jspecify.annotations.NullMarked;
