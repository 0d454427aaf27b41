/** Tests of what runs statements on a target. */
@NullMarked
package dev.daybreak.schema.apply;

import org.jspecify.annotations.NullMarked;
