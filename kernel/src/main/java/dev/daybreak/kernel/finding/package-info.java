/** What the pre-flight has to say. */
@NullMarked
package dev.daybreak.kernel.finding;

import org.jspecify.annotations.NullMarked;
