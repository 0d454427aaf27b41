/** Rows of the control store; each class owns one table. */
@NullMarked
package dev.daybreak.control.store;

import org.jspecify.annotations.NullMarked;
