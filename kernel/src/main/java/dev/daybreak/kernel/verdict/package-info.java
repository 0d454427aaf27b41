/** What validation has to say: mismatches, coverage, certificates. */
@NullMarked
package dev.daybreak.kernel.verdict;

import org.jspecify.annotations.NullMarked;
