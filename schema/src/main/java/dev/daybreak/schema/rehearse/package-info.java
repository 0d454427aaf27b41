/** Tries what a plan cannot know: what the target's system lacks, what functions find by name. */
@NullMarked
package dev.daybreak.schema.rehearse;

import org.jspecify.annotations.NullMarked;
