/** The live matcher: two ordered histories of row changes, compared by position. Pure, no I/O. */
@NullMarked
package dev.daybreak.validate.core.match;

import org.jspecify.annotations.NullMarked;
