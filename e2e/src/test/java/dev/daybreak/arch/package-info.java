/** The house rules, checked: who may depend on whom, and how large a thing may grow. */
@NullMarked
package dev.daybreak.arch;

import org.jspecify.annotations.NullMarked;
