/** The control plane's facade: submit, ask, look. */
@NullMarked
package dev.daybreak.control;

import org.jspecify.annotations.NullMarked;
