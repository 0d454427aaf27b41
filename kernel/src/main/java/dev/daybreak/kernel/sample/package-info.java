/** What was seen of a database's statements, to be tried elsewhere. */
@NullMarked
package dev.daybreak.kernel.sample;

import org.jspecify.annotations.NullMarked;
