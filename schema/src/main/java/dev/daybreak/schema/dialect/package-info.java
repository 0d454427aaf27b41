/** What kinds of source and target there are, and how each is read: the seam for further ones. */
@NullMarked
package dev.daybreak.schema.dialect;

import org.jspecify.annotations.NullMarked;
