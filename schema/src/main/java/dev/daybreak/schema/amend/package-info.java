/** Carries a change of the source's schema over to a target that holds a copy already. */
@NullMarked
package dev.daybreak.schema.amend;

import org.jspecify.annotations.NullMarked;
