/** Conversion rules: what the target is promised, and why it differs from the source. */
@NullMarked
package dev.daybreak.schema.rule;

import org.jspecify.annotations.NullMarked;
