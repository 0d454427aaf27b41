/** What a change stream carries: relations, tuples, changes, whole transactions. */
@NullMarked
package dev.daybreak.kernel.change;

import org.jspecify.annotations.NullMarked;
