/** Sets the target's sequences past those of the source. */
@NullMarked
package dev.daybreak.schema.sequence;

import org.jspecify.annotations.NullMarked;
