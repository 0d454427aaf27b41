/** Workers: leases, the driver of one migration, the effect behind each step. */
@NullMarked
package dev.daybreak.control.work;

import org.jspecify.annotations.NullMarked;
