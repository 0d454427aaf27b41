/** Turns the promised model into ordered statements. Pure. */
@NullMarked
package dev.daybreak.schema.plan;

import org.jspecify.annotations.NullMarked;
