/** Ports of the stages, as the control plane sees them. */
@NullMarked
package dev.daybreak.kernel.stage;

import org.jspecify.annotations.NullMarked;
